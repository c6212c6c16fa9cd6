import type { Edit, Origin } from '../types.js';

/** A text, and where a part of it stands: in a file, or in a file that stands in another one. */
export interface Text {
  readonly text: string;
  /** Lines and columns count from 1, columns in UTF-16 units; the end is the first place after it. */
  readonly place: (start: number, end: number) => Origin;
  /** The change of the file that puts other characters there; none where the file cannot hold them. */
  readonly edit: (start: number, end: number, text: string) => Edit | undefined;
}

export function wholeFile(file: string, text: string): Text {
  let lineStarts: readonly number[] | undefined;
  return {
    text,
    place: (start, end) => {
      lineStarts ??= startsOfLines(text);
      const [line, column] = position(lineStarts, start);
      const [endLine, endColumn] = position(lineStarts, end);
      return { file, line, column, endLine, endColumn };
    },
    edit: (start, end, replacement) => ({ file, start, end, text: replacement }),
  };
}

/** A text that is a value in another one: where a part of it stands there, and how characters are written there. */
export function partOf(
  outer: Text,
  text: string,
  offsets: (start: number, end: number) => readonly [number, number],
  written: (text: string) => string | undefined,
): Text {
  return {
    text,
    place: (start, end) => outer.place(...offsets(start, end)),
    edit: (start, end, replacement) => {
      const inner = written(replacement);
      return inner === undefined ? undefined : outer.edit(...offsets(start, end), inner);
    },
  };
}

function startsOfLines(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
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
