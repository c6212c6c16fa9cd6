/** From so many digits on, the form with the fewest digits has an exponent. */
const shortest = 6;

/** A floating point number as Go writes it: `%v`, `%f`, `%.2e`, `%.4g`. Without a precision, the fewest digits. */
export function floatText(value: number, verb: string, precision?: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value < 0 ? '-Inf' : '+Inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const size = Math.abs(value);
  switch (verb) {
    case 'f':
    case 'F':
      return sign + (precision === undefined ? plain(size) : fixed(size, precision));
    case 'e':
    case 'E':
      return sign + cased(exponential(size, precision), verb);
    default:
      return sign + cased(general(size, precision), verb);
  }
}

function cased(text: string, verb: string): string {
  return verb === 'E' || verb === 'G' ? text.toUpperCase() : text;
}

function general(size: number, precision: number | undefined): string {
  const digits = precision === undefined ? undefined : Math.max(precision, 1);
  const scientific = digits === undefined ? size.toExponential() : size.toExponential(Math.min(digits - 1, 100));
  const exponent = Number(scientific.slice(scientific.indexOf('e') + 1));
  if (exponent < -4 || exponent >= (digits ?? shortest)) {
    return exponential(size, digits && digits - 1).replace(/\.?0*e/, (zeros) => (zeros.startsWith('.') ? 'e' : zeros));
  }
  if (digits === undefined) return plain(size);
  const text = fixed(size, Math.max(digits - 1 - exponent, 0));
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function exponential(size: number, precision: number | undefined): string {
  const text = precision === undefined ? size.toExponential() : size.toExponential(Math.min(precision, 100));
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

/** All digits without an exponent. */
function plain(size: number): string {
  const text = String(size);
  if (!text.includes('e')) return text;
  const [mantissa = '', exponent = '0'] = text.split('e');
  const [whole = '', part = ''] = mantissa.split('.');
  const shift = Number(exponent);
  if (shift < 0) return `0.${'0'.repeat(-shift - 1)}${whole}${part}`;
  return whole + part.padEnd(shift, '0');
}

/** With so many decimals; exact halves go to the even digit. */
export function fixed(size: number, decimals: number): string {
  const count = Math.min(decimals, 100);
  if (size >= 1e21) return BigInt(size).toString() + (decimals > 0 ? `.${'0'.repeat(decimals)}` : '');
  const text = size.toFixed(count);
  const exact = size.toFixed(Math.min(count + 30, 100));
  const rest = exact.slice(exact.indexOf('.') + 1 + count);
  if (!/^50*$/.test(rest)) return text + '0'.repeat(decimals - count);
  const below = exact.slice(0, exact.length - rest.length).replace(/\.$/, '');
  return Number(below.at(-1)) % 2 === 0 ? below : text;
}
