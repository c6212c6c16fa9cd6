import { floatText } from './format-number.js';
import { numberText, text, typeName, written } from './print.js';
import { quoted } from './quote.js';
import { isPlain, isTrue, type Value } from './values.js';

interface Flags {
  readonly minus: boolean;
  readonly plus: boolean;
  readonly sharp: boolean;
  readonly space: boolean;
  readonly zero: boolean;
  readonly width?: number;
  readonly precision?: number;
}

/** Go's `Sprintf`. What does not fit is said in the text, as Go does. */
export function sprintf(format: string, args: readonly Value[]): string {
  let result = '';
  let next = 0;
  let reordered = false;
  const pattern = /%([-+# 0]*)(\[\d+\])?(\*|\d+)?(?:\.(\[\d+\])?(\*|\d+)?)?(\[\d+\])?/g;
  let at = 0;
  for (;;) {
    const percent = format.indexOf('%', at);
    result += format.slice(at, percent < 0 ? format.length : percent);
    if (percent < 0) break;
    pattern.lastIndex = percent;
    const match = pattern.exec(format) as RegExpExecArray;
    const [whole, signs = '', firstIndex, width, precisionIndex, precision, lastIndex] = match;
    at = percent + whole.length;
    const verb = String.fromCodePoint(format.codePointAt(at) ?? 0);
    let bad = '';
    const jump = (index: string | undefined) => {
      if (!index) return;
      reordered = true;
      const wanted = Number(index.slice(1, -1)) - 1;
      if (wanted < 0 || wanted >= args.length) bad = 'BADINDEX';
      else next = wanted;
    };
    const star = (what: string) => {
      const value = args[next];
      next += 1;
      if (typeof value === 'bigint') return Number(value);
      result += `%!(BAD${what})`;
      return undefined;
    };
    jump(firstIndex);
    let wide = width === '*' ? star('WIDTH') : width === undefined ? undefined : Number(width);
    jump(precisionIndex);
    const points = whole.includes('.');
    const precise = precision === '*' ? star('PREC') : points ? Number(precision ?? 0) : undefined;
    jump(lastIndex);
    if (at >= format.length) {
      result += '%!(NOVERB)';
      break;
    }
    at += verb.length;
    const minus = signs.includes('-') || (wide !== undefined && wide < 0);
    wide = wide === undefined ? undefined : Math.min(Math.abs(wide), 10_000);
    if (verb === '%') result += '%';
    else if (bad) result += `%!${verb}(${bad})`;
    else if (next >= args.length) result += `%!${verb}(MISSING)`;
    else {
      const flags: Flags = {
        minus,
        plus: signs.includes('+'),
        sharp: signs.includes('#'),
        space: signs.includes(' '),
        zero: signs.includes('0') && !minus,
        ...(wide === undefined ? {} : { width: wide }),
        ...(precise === undefined ? {} : { precision: Math.min(Math.max(precise, 0), 10_000) }),
      };
      result += formatted(args[next] as Value, verb, flags);
      next += 1;
    }
  }
  if (!reordered && next < args.length) {
    const extra = args.slice(next).map((one) => (one === null ? '<nil>' : `${typeName(one)}=${text(one)}`));
    result += `%!(EXTRA ${extra.join(', ')})`;
  }
  return result;
}

function formatted(value: Value, verb: string, flags: Flags): string {
  if (verb === 'T') return padded(typeName(value), flags);
  if (verb === 'p' || verb === 'w') return wrong(value, verb);
  if (verb === 'v' && flags.sharp) return padded(written(value, '#', true), flags);
  if (value === null) return verb === 'v' ? padded('<nil>', flags) : `%!${verb}(<nil>)`;
  switch (typeof value) {
    case 'string':
      return stringText(value, verb, flags, 'string');
    case 'bigint':
      return integerText(value, verb, flags, 'int');
    case 'number':
      return decimalText(value, verb, flags);
    case 'boolean':
      return verb === 't' || verb === 'v' ? padded(String(isTrue(value)), flags) : wrong(value, verb);
    default:
      break;
  }
  switch (value.kind) {
    case 'markup':
      return stringText(value.text, verb, flags, value.type);
    case 'number':
      // what has a name of its own for its values is a text to %s and %v
      return value.type.startsWith('time.') && /[vsqxX]/.test(verb)
        ? stringText(numberText(value), verb, flags, value.type)
        : integerText(value.value, verb, flags, value.type);
    case 'time':
      return /[vsqxX]/.test(verb) ? stringText(text(value), verb, flags, 'time.Time') : wrong(value, verb);
    case 'list': {
      if (value.type === 'template.Pairs' && !isPlain(value) && /[vsqxX]/.test(verb)) {
        return stringText(text(value), verb, flags, value.type);
      }
      if (value.type === '[]uint8' && /[sqxX]/.test(verb)) return stringText(text(value), verb, flags, value.type);
      return `[${value.items.map((one) => formatted(one, verb, flags)).join(' ')}]`;
    }
    case 'map': {
      if (value.type === 'template.KV' && !isPlain(value) && /[vsqxX]/.test(verb)) {
        return stringText(text(value), verb, flags, value.type);
      }
      const entries = [...value.entries].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      return `map[${entries.map(([key, one]) => `${formatted(key, verb, flags)}:${formatted(one, verb, flags)}`).join(' ')}]`;
    }
    case 'struct': {
      const isPointer = value.type.startsWith('*');
      const fields = Object.entries(value.fields).map(([name, field]) => {
        const inner = formatted(field, verb, flags);
        return flags.plus && verb === 'v' ? `${name}:${inner}` : inner;
      });
      return `${isPointer ? '&' : ''}{${fields.join(' ')}}`;
    }
  }
}

function stringText(value: string, verb: string, flags: Flags, type: string): string {
  const { precision } = flags;
  const cut = precision === undefined ? value : [...value].slice(0, precision).join('');
  switch (verb) {
    case 'v':
    case 's':
      return padded(cut, flags);
    case 'q':
      if (flags.sharp && !/[`\p{Cc}]/u.test(cut.replaceAll('\t', ' '))) return padded(`\`${cut}\``, flags);
      return padded(quoted(cut, '"', flags.plus), flags);
    case 'x':
    case 'X': {
      const bytes = Buffer.from(value).subarray(0, precision);
      const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'));
      const prefix = flags.sharp && digits.length > 0 ? '0x' : '';
      const joined = flags.space ? digits.map((one) => prefix + one).join(' ') : prefix + digits.join('');
      return padded(verb === 'X' ? joined.toUpperCase() : joined, flags);
    }
    default:
      return `%!${verb}(${type}=${padded(cut, flags)})`;
  }
}

const bases: Readonly<Record<string, readonly [base: number, prefix: string]>> = {
  d: [10, ''],
  v: [10, ''],
  b: [2, '0b'],
  o: [8, '0'],
  O: [8, '0o'],
  x: [16, '0x'],
  X: [16, '0X'],
};

function integerText(value: bigint, verb: string, flags: Flags, type: string): string {
  const base = bases[verb];
  if (!base) {
    const point = value >= 0n && value <= 0x10ffffn ? Number(value) : 0xfffd;
    if (verb === 'c') return padded(String.fromCodePoint(point), flags);
    if (verb === 'q') return padded(quoted(String.fromCodePoint(point), "'", flags.plus), flags);
    if (verb === 'U')
      return padded(
        `U+${value
          .toString(16)
          .toUpperCase()
          .padStart(flags.precision ?? 4, '0')}`,
        flags,
      );
    return `%!${verb}(${type}=${integerText(value, 'v', flags, type)})`;
  }
  const [radix, prefix] = base;
  const size = value < 0n ? -value : value;
  let digits = size.toString(radix);
  if (verb === 'X') digits = digits.toUpperCase();
  if (flags.precision === 0 && value === 0n) return ' '.repeat(flags.width ?? 0);
  digits = digits.padStart(flags.precision ?? 0, '0');
  const head = verb === 'O' || (flags.sharp && verb !== 'd' && verb !== 'v') ? prefix : '';
  return signed(value < 0n, head, digits, flags, flags.precision === undefined);
}

function decimalText(value: number, verb: string, flags: Flags): string {
  if (!/[vfFeEgG]/.test(verb)) return `%!${verb}(float64=${decimalText(value, 'v', flags)})`;
  const precision = flags.precision ?? (/[fFeE]/.test(verb) ? 6 : undefined);
  const digits = floatText(value, verb === 'v' ? 'g' : verb, precision);
  const isNumber = Number.isFinite(value);
  if (!isNumber && !flags.plus) return padded(digits.replace(/^\+/, flags.space ? ' ' : '+'), flags);
  return signed(digits.startsWith('-'), '', digits.replace(/^[+-]/, ''), flags, isNumber);
}

/** A number with its sign, filled up with zeros where that is wanted. */
function signed(negative: boolean, prefix: string, digits: string, flags: Flags, zeros: boolean): string {
  const sign = (negative ? '-' : flags.plus ? '+' : flags.space ? ' ' : '') + prefix;
  if (!flags.zero || !zeros) return padded(sign + digits, flags);
  return sign + digits.padStart((flags.width ?? 0) - sign.length, '0');
}

function padded(value: string, { width = 0, minus, zero }: Flags): string {
  const missing = width - [...value].length;
  if (missing <= 0) return value;
  if (minus) return value + ' '.repeat(missing);
  return (zero ? '0' : ' ').repeat(missing) + value;
}

function wrong(value: Value, verb: string): string {
  return value === null ? `%!${verb}(<nil>)` : `%!${verb}(${typeName(value)}=${text(value)})`;
}
