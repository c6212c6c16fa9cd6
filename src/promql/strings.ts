import { type Escape, escapeAt } from '../go/escapes.js';
import { fail } from './problem.js';

/** Nearly all of them: they mean what is written. */
const plain = /"[^"\\\n\ufffd]*"|'[^'\\\n\ufffd]*'/y;

/** What a string that begins at `start` means, by the rules of Go, and how many characters it takes. */
export function readString(text: string, start: number): { readonly value: string; readonly length: number } {
  plain.lastIndex = start;
  if (plain.test(text)) return { value: text.slice(start + 1, plain.lastIndex - 1), length: plain.lastIndex - start };
  const quote = text[start] as string;
  const raw = quote === '`';
  // what was read before the last escape sequence
  let value = '';
  let from = start + 1;
  for (let at = from; ; ) {
    const character = text[at];
    if (character === undefined || (character === '\n' && !raw)) {
      fail('this string does not end', { start, end: at }, `close it with ${quote}`);
    }
    if (character === '\u{fffd}') fail('the text is not valid UTF-8 here', { start: at, end: at + 1 });
    if (character === quote) return { value: value + text.slice(from, at), length: at + 1 - start };
    if (character === '\\' && !raw) {
      const sequence = escapeAt(text, at, quote);
      if ('problem' in sequence) fail(sequence.problem, { start: at, end: at + sequence.length }, sequence.help);
      value += text.slice(from, at);
      const bytes: number[] = [];
      // several bytes may make one character
      for (let next: ReturnType<typeof escapeAt> = sequence; isHighByte(next); next = escapeAt(text, at, quote)) {
        bytes.push(next.point);
        at += next.length;
        if (text[at] !== '\\') break;
      }
      if (bytes.length > 0) value += Buffer.from(bytes).toString();
      else {
        value += String.fromCodePoint(sequence.point);
        at += sequence.length;
      }
      from = at;
    } else at += 1;
  }
}

function isHighByte(sequence: ReturnType<typeof escapeAt>): sequence is Escape {
  return 'point' in sequence && sequence.isByte && sequence.point > 0x7f;
}
