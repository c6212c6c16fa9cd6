import { durationText } from './duration.js';
import { floatText } from './format-number.js';
import { months, weekdays } from './time.js';
import { timeText } from './time-format.js';
import { typeInfo } from './types.js';
import { type GoMap, type GoStruct, isPlain, type NamedNumber, sortedKeys, typeOf, type Value } from './values.js';

/** What stands in the text where a value is printed alone. */
export function shown(value: Value): string {
  if (value === null) return '<no value>';
  return typeof value === 'object' && value.kind === 'struct' ? fieldsText(value, '') : text(value);
}

/** As Go's `%v` writes it. */
export function text(value: Value): string {
  return written(value, '', true);
}

/** @param style `+` names the fields of structs, `#` writes the value as source code of Go */
export function written(value: Value, style: '' | '+' | '#', isTop = false): string {
  if (value === null) return '<nil>';
  switch (typeof value) {
    case 'string':
      return style === '#' ? JSON.stringify(value) : value;
    case 'number':
      return floatText(value, 'g');
    case 'boolean':
    case 'bigint':
      return String(value);
    default:
      break;
  }
  switch (value.kind) {
    case 'time':
      return timeText(value);
    case 'number':
      return style === '#' ? String(value.value) : numberText(value);
    case 'markup':
      return style === '#' ? JSON.stringify(value.text) : value.text;
    case 'list': {
      if (value.type === 'template.Pairs' && style !== '#' && !isPlain(value))
        return pairsText(value.items as readonly GoStruct[]);
      const items = value.items.map((one) => written(one, style));
      return style === '#' ? `${value.type}{${items.join(', ')}}` : `[${items.join(' ')}]`;
    }
    case 'map': {
      if (value.type === 'template.KV' && style !== '#' && !isPlain(value)) return pairsText(pairsOf(value));
      const entries = sortedKeys(value).map((key) => {
        const name = style === '#' ? JSON.stringify(key) : key;
        return `${name}:${written(value.entries.get(key) ?? null, style)}`;
      });
      return style === '#' ? `${value.type}{${entries.join(', ')}}` : `map[${entries.join(' ')}]`;
    }
    case 'struct': {
      const fields = fieldsText(value, style);
      const isPointer = value.type.startsWith('*') && isTop;
      if (style === '#') return (isPointer ? '&' : '') + value.type.replace('*', '') + fields;
      return isPointer ? `&${fields}` : fields;
    }
  }
}

function fieldsText({ type, fields }: GoStruct, style: '' | '+' | '#'): string {
  const names = Object.keys(typeInfo(type).fields ?? fields).filter((name) => name in fields);
  const texts = names.map((name) => {
    const field = written(fields[name] ?? null, style);
    return style === '' ? field : `${name}:${field}`;
  });
  return `{${texts.join(style === '#' ? ', ' : ' ')}}`;
}

export function numberText({ type, value }: NamedNumber): string {
  switch (type) {
    case 'time.Duration':
      return durationText({ value });
    case 'time.Month':
      return months[Number(value) - 1] ?? `%!Month(${value})`;
    case 'time.Weekday':
      return weekdays[Number(value)] ?? `%!Weekday(${value})`;
    default:
      return String(value);
  }
}

/** The labels of a set in order, the name of the alert first. */
export function pairsOf(map: GoMap): GoStruct[] {
  const names = sortedKeys(map).filter((key) => key !== 'alertname');
  if (map.entries.has('alertname')) names.unshift('alertname');
  return names.map((Name) => ({
    kind: 'struct',
    type: 'template.Pair',
    fields: { Name, Value: map.entries.get(Name) ?? '' },
  }));
}

function pairsText(pairs: readonly GoStruct[]): string {
  return pairs.map(({ fields }) => `${fields.Name}=${fields.Value}`).join(', ');
}

/** As Go's `Sprint` writes several values: blanks stand between those that are no strings. */
export function sprint(values: readonly Value[]): string {
  let result = '';
  for (const [index, value] of values.entries()) {
    const before = values[index - 1];
    if (index > 0 && typeof value !== 'string' && typeof before !== 'string') result += ' ';
    result += text(value);
  }
  return result;
}

export function typeName(value: Value): string {
  return value === null ? '<nil>' : typeOf(value);
}
