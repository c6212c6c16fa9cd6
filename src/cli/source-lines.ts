import { isAscii } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** A file, and the line that was asked for last: findings come in order, so the next one is mostly further down. */
interface Source {
  readonly text: string;
  line: number;
  start: number;
}

/**
 * The lines that findings name, each file read once. What was wrong before anybody knew the project's folder is named
 * relative to it all the same, so the folders above are tried too.
 */
export function sourceLines(folder: string): (file: string, line: number) => string | undefined {
  const known = new Map<string, Source>();
  return (file, line) => {
    const source = known.get(file) ?? { text: read(folder, file) ?? '', line: 1, start: 0 };
    known.set(file, source);
    return lineOf(source, line);
  };
}

function lineOf(source: Source, line: number): string | undefined {
  const { text } = source;
  if (line < source.line) Object.assign(source, { line: 1, start: 0 });
  while (source.line < line) {
    const end = text.indexOf('\n', source.start);
    if (end < 0) return undefined;
    source.start = end + 1;
    source.line += 1;
  }
  const end = text.indexOf('\n', source.start);
  return text.slice(source.start, end < 0 ? text.length : end);
}

function read(folder: string, file: string): string | undefined {
  try {
    const bytes = readFileSync(resolve(folder, file));
    return bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
  } catch {
    return dirname(folder) === folder ? undefined : read(dirname(folder), file);
  }
}
