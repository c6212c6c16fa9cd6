import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * The lines of a file that a finding names, read once. What was wrong before anybody knew the project's folder is
 * named relative to it all the same, so the folders above are tried too.
 */
export function sourceLines(folder: string): (file: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (file) => {
    const lines = known.get(file) ?? read(folder, file)?.split('\n') ?? [];
    known.set(file, lines);
    return lines;
  };
}

function read(folder: string, file: string): string | undefined {
  try {
    return readFileSync(resolve(folder, file), 'utf8');
  } catch {
    return dirname(folder) === folder ? undefined : read(dirname(folder), file);
  }
}
