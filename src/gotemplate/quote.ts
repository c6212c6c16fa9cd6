const named: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
};

/** A text in the quotes of Go: what cannot be seen is escaped, and with `ascii` all that is not ASCII. */
export function quoted(text: string, quote: '"' | "'" = '"', ascii = false): string {
  let result = quote;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (character === quote) result += `\\${quote}`;
    else if (named[character]) result += named[character];
    else if (point < 0x20 || point === 0x7f) result += `\\x${hex(point, 2)}`;
    else if (point >= 0x7f && (ascii || !isPrintable(character))) {
      result += point > 0xffff ? `\\U${hex(point, 8)}` : `\\u${hex(point, 4)}`;
    } else result += character;
  }
  return result + quote;
}

function isPrintable(character: string): boolean {
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character);
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
