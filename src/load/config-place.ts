import { relative, sep } from 'node:path';
import type { Origin } from '../types.js';
import { placeOfKey, sourcesBelow } from './source-keys.js';

/** Where a value of the configuration is written, as near as its text tells: in that file or in one it imports. */
export function placeInConfig(root: string, file: string, path: readonly (string | number)[]): Origin {
  const name = relative(root, file).split(sep).join('/');
  const read = sourcesBelow(root);
  const before = (read(name) ?? '').split(/(?<=\bexport\s+default\s)/)[0] ?? '';
  const exported = before === read(name) ? undefined : before;
  if (exported === undefined) return { file: name, line: 1, column: 1 };
  const lines = exported.split('\n');
  const origin = { file: name, line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
  return placeOfKey(read, origin, path) ?? origin;
}
