import { escapeAt } from '../go/escapes.js';
import type { NumberOperand, Span } from './ast.js';
import { fail } from './problem.js';

/** What a string of Go means, quotes included in `text`; `start` is where it stands in the template. */
export function stringValue(text: string, start: number): string {
  const quote = text[0] as string;
  const inner = text.slice(1, -1);
  if (quote === '`') return inner.replaceAll('\r', '');
  // escapes may spell the bytes of a character one by one
  const bytes: number[] = [];
  let value = '';
  const flush = () => {
    if (bytes.length > 0) value += new TextDecoder().decode(Uint8Array.from(bytes.splice(0)));
  };
  for (let at = 0; at < inner.length; ) {
    if (inner[at] !== '\\') {
      flush();
      value += inner[at];
      at += 1;
      continue;
    }
    const sequence = escapeAt(inner, at, quote);
    if ('problem' in sequence) {
      const from = start + 1 + at;
      fail(sequence.problem, { start: from, end: from + sequence.length }, sequence.help);
    }
    const { point, isByte, length } = sequence;
    if (isByte && point > 0x7f) bytes.push(point);
    else {
      flush();
      value += String.fromCodePoint(point);
    }
    at += length;
  }
  flush();
  return value;
}

const largest = 2n ** 63n;

/** A number as Go reads it: `0x1F`, `1_000`, `1e3`, `'a'`. */
export function numberOperand(text: string, span: Span): NumberOperand {
  if (text.startsWith("'")) {
    const value = stringValue(text, span.start);
    if ([...value].length !== 1) fail(`${text} is not one character`, span, 'strings stand in double quotes');
    const int = BigInt(value.codePointAt(0) ?? 0);
    return { type: 'number', text, int, float: Number(int), looksFloat: false, span };
  }
  const [, sign = '', digits = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  const plain = digits.replaceAll('_', '');
  const isHex = /^0[xX]/.test(plain);
  const negative = sign === '-';
  if (/^(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO][0-7]+|\d+)$/.test(plain)) {
    const octal = /^0[0-7]+$/.test(plain);
    if (!octal && /^0\d/.test(plain)) badNumber(text, span);
    const magnitude = BigInt(octal ? `0o${plain.slice(1)}` : plain);
    const int = negative ? -magnitude : magnitude;
    if (int >= largest || int < -largest) fail(`${text} is too large for a whole number`, span);
    return { type: 'number', text, int, float: Number(int), looksFloat: false, span };
  }
  const float = isHex ? hexFloat(plain) : /^(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
  if (!Number.isFinite(float)) badNumber(text, span);
  const value = negative ? -float : float;
  const whole = Number.isInteger(value) && Math.abs(value) < 2 ** 63;
  return { type: 'number', text, ...(whole ? { int: BigInt(value) } : {}), float: value, looksFloat: true, span };
}

function hexFloat(text: string): number {
  const [, whole = '', part = '', exponent] = /^0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)$/.exec(text) ?? [];
  if (exponent === undefined || whole + part === '') return Number.NaN;
  return Number.parseInt(whole + part, 16) * 2 ** (Number(exponent) - 4 * part.length);
}

function badNumber(text: string, span: Span): never {
  return fail(`${text} is no number`, span);
}
