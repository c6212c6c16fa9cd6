import { fail } from './problem.js';

const simple: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** What a string that begins at `start` means, by the rules of Go, and how many characters it takes. */
export function readString(text: string, start: number): { readonly value: string; readonly length: number } {
  const quote = text[start] as string;
  const raw = quote === '`';
  let value = '';
  let at = start + 1;
  for (;;) {
    const character = text[at];
    if (character === undefined || (character === '\n' && !raw)) {
      fail('this string does not end', { start, end: at }, `close it with ${quote}`);
    }
    if (character === '\u{fffd}') fail('the text is not valid UTF-8 here', { start: at, end: at + 1 });
    if (character === quote) return { value, length: at + 1 - start };
    if (character === '\\' && !raw) {
      const sequence = escapeAt(text, at, quote);
      value += sequence.value;
      at += sequence.length;
    } else {
      value += character;
      at += 1;
    }
  }
}

function escapeAt(text: string, at: number, quote: string): { readonly value: string; readonly length: number } {
  const letter = text[at + 1];
  if (letter === undefined) fail('this escape sequence does not end', { start: at, end: at + 1 });
  if (letter === quote) return { value: letter, length: 2 };
  const known = simple[letter];
  if (known !== undefined) return { value: known, length: 2 };
  const [digits, base, length] =
    letter === 'x' ? [2, 16, 2] : letter === 'u' ? [4, 16, 2] : letter === 'U' ? [8, 16, 2] : [3, 8, 1];
  const code = text.slice(at + length, at + length + digits);
  const valid = base === 16 ? /^[0-9a-fA-F]+$/ : /^[0-7]+$/;
  const span = { start: at, end: Math.min(at + length + digits, text.length) };
  if (code.length < digits || !valid.test(code)) {
    fail(`"\\${letter}" begins no escape sequence that Prometheus knows`, span, 'a backslash itself is written \\\\');
  }
  const point = Number.parseInt(code, base);
  const isByte = letter !== 'u' && letter !== 'U';
  if (point > (isByte ? 0xff : 0x10ffff) || (!isByte && point >= 0xd800 && point < 0xe000)) {
    fail('this escape sequence stands for no character', span);
  }
  return { value: String.fromCodePoint(point), length: length + digits };
}
