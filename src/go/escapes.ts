const simple: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };

export interface Escape {
  /** The character, or the byte where `isByte`. */
  readonly point: number;
  /** `\x80` and `\200` are bytes, of which several may make a character. */
  readonly isByte: boolean;
  /** How many characters it takes, the backslash included. */
  readonly length: number;
}

export interface BadEscape {
  readonly problem: string;
  readonly length: number;
  readonly help?: string;
}

/** What the backslash at `at` begins in a string that Go reads, between quotes of this kind. */
export function escapeAt(text: string, at: number, quote: string): Escape | BadEscape {
  const letter = text[at + 1];
  if (letter === undefined) return { problem: 'this escape sequence does not end', length: 1 };
  const known = letter === quote ? quote.charCodeAt(0) : simple[letter];
  if (known !== undefined) return { point: known, isByte: false, length: 2 };
  const [digits, base, skip] =
    letter === 'x' ? [2, 16, 2] : letter === 'u' ? [4, 16, 2] : letter === 'U' ? [8, 16, 2] : [3, 8, 1];
  const code = text.slice(at + skip, at + skip + digits);
  const length = Math.min(skip + digits, text.length - at);
  if (code.length < digits || !(base === 16 ? /^[0-9a-fA-F]+$/ : /^[0-7]+$/).test(code)) {
    return {
      problem: `"\\${letter}" begins no escape sequence`,
      length,
      help: 'a backslash itself is written \\\\',
    };
  }
  const point = Number.parseInt(code, base);
  const isByte = letter !== 'u' && letter !== 'U';
  const isCharacter = isByte ? point <= 0xff : point <= 0x10ffff && (point < 0xd800 || point >= 0xe000);
  if (!isCharacter) return { problem: 'this escape sequence stands for no character', length };
  return { point, isByte, length };
}
