import { timeJson } from './time-format.js';
import { typeInfo } from './types.js';
import { sortedKeys, type Value } from './values.js';

/** A value as Go's encoder writes it: keys of maps in order, and nothing that HTML could take for markup. */
export function toJson(value: Value): string {
  return asText(plain(value)).replaceAll(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** What a value is in JSON; whole numbers stay exact. */
type Json =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Json[]
  | Readonly<{ entries: readonly [string, Json][] }>;

function asText(json: Json): string {
  if (typeof json === 'bigint') return String(json);
  if (typeof json === 'number') return numberText(json);
  if (json === null || typeof json !== 'object') return stringText(json);
  if ('entries' in json && !Array.isArray(json)) {
    const { entries } = json as { readonly entries: readonly [string, Json][] };
    return `{${entries.map(([key, one]) => `${stringText(key)}:${asText(one)}`).join(',')}}`;
  }
  return `[${(json as readonly Json[]).map(asText).join(',')}]`;
}

function stringText(json: null | boolean | string): string {
  // JavaScript has names for two more control characters than Go
  return JSON.stringify(json).replaceAll(/\\[bf]/g, (short, at: number, all: string) => {
    const backslashes = /\\*$/.exec(all.slice(0, at))?.[0].length ?? 0;
    return backslashes % 2 ? short : short === '\\b' ? '\\b' : '\\f';
  });
}

function numberText(value: number): string {
  return JSON.stringify(value).replace(/e([+-])0?(\d)$/, 'e$1$2');
}

function plain(value: Value): Json {
  if (value === null || typeof value !== 'object') return value;
  switch (value.kind) {
    case 'time':
      return timeJson(value);
    case 'number':
      return value.value;
    case 'markup':
      return value.text;
    case 'list':
      return value.items.map(plain);
    case 'map':
      return { entries: sortedKeys(value).map((key) => [key, plain(value.entries.get(key) ?? null)]) };
    case 'struct': {
      const names = Object.keys(typeInfo(value.type).fields ?? value.fields).filter((name) => name in value.fields);
      return { entries: names.map((name) => [jsonName(value.type, name), plain(value.fields[name] ?? null)]) };
    }
  }
}

/** The data of notifications has names of its own in JSON. */
function jsonName(type: string, field: string): string {
  if (!/^\*?template\.(Data|Alert)$/.test(type)) return field;
  if (field === 'NotificationReason') return 'notification_reason';
  return (field[0] ?? '').toLowerCase() + field.slice(1);
}
