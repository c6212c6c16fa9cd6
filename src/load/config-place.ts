import { relative, sep } from 'node:path';
import type { Origin } from '../types.js';
import { originOf, placeOfKey, sourcesBelow } from './source-keys.js';

/** Where a value of the configuration is written, as near as its text tells: in that file or in one it imports. */
export function placeInConfig(root: string, file: string, path: readonly (string | number)[]): Origin {
  const name = relative(root, file).split(sep).join('/');
  const read = sourcesBelow(root);
  const text = read(name) ?? '';
  const exported = /\bexport\s+default\s/.exec(text);
  if (!exported) return { file: name, line: 1, column: 1 };
  const origin = originOf({ file: name, text, at: exported.index + exported[0].length });
  return placeOfKey(read, origin, path) ?? origin;
}
