/** A file's text, and where its lines begin. */
export interface Source {
  readonly file: string;
  readonly text: string;
  readonly lineStarts: readonly number[];
}

/** A stretch of a file. Lines and columns count from 1, columns in UTF-16 units; the end is the first place after it. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export function sourceOf(file: string, text: string): Source {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return { file, text, lineStarts };
}

export function placeAt({ file, lineStarts }: Source, start: number, end: number): Place {
  const [line, column] = position(lineStarts, start);
  const [endLine, endColumn] = position(lineStarts, end);
  return { file, line, column, endLine, endColumn };
}

function position(lineStarts: readonly number[], offset: number): [line: number, column: number] {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return [low + 1, offset - (lineStarts[low] as number) + 1];
}

/**
 * Where the character `offset` of a value stands in the text that was read as this value: YAML folds lines and takes
 * indentation away, YAML and JSON have escapes.
 * @param start where the value's first character stands, behind quotes and block headers
 */
export function offsetInSource(source: string, start: number, value: string, offset: number, quote: string): number {
  let at = start;
  const skipIndentation = (index: number) => {
    const inSource = blanks(source, at);
    at += Math.max(0, inSource - blanks(value, index));
  };
  if (quote === '|') skipIndentation(0);
  for (let index = 0; index < offset; index++) {
    const character = value[index];
    if (quote === '"' && source[at] === '\\' && source[at + 1] !== '\n') at += escapeLength(source, at);
    else if (quote === "'" && character === "'") at += 2;
    else if (source[at] === character) {
      at += 1;
      if (character === '\n' && quote === '|') skipIndentation(index + 1);
    } else {
      // a line break that became a blank, or vanished, and the indentation behind it
      while (/\s|\\/.test(source[at] ?? '') && source[at] !== value[index + 1]) at += 1;
    }
  }
  return at;
}

function blanks(text: string, from: number): number {
  let count = 0;
  while (text[from + count] === ' ') count += 1;
  return count;
}

function escapeLength(source: string, at: number): number {
  return { x: 4, u: 6, U: 10 }[source[at + 1] ?? ''] ?? 2;
}
