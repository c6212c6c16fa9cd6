import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** What an earlier run kept as JSON; undefined where it kept nothing, or what it kept is damaged. */
export function readCached<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

/** Whole or not at all: another run may be reading it, or writing it too. */
export function writeCached(file: string, text: string, mode = 0o666): void {
  writeFileSync(`${file}.${process.pid}`, text, { mode });
  renameSync(`${file}.${process.pid}`, file);
}
