import { readFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { callSite } from '../define/origin.js';
import type { Origin } from '../types.js';
import type { Bundle } from './bundle.js';
import { readSourceMap, type SourceMap } from './source-map.js';

export interface OriginMap {
  /** Where the user's code made this definition. */
  of(thing: object): Origin | undefined;
  /** The first place of the user's code in a stack trace. */
  ofStack(stack: string | undefined): Origin | undefined;
}

/** Maps positions in the bundle to the user's TypeScript; reads the map when it is first asked. */
export function originMap(bundle: Bundle): OriginMap {
  let map: SourceMap | undefined;
  const load = () => (map ??= readSourceMap(readFileSync(bundle.mapFile, 'utf8')));

  function ofStack(stack: string | undefined): Origin | undefined {
    for (const frame of (stack ?? '').split('\n')) {
      const at = frame.lastIndexOf(bundle.file);
      if (at < 0) continue;
      const position = /^:(\d+):(\d+)/.exec(frame.slice(at + bundle.file.length));
      if (!position) continue;
      const line = Number(position[1]);
      const column = Number(position[2]) - 1 - (line === 1 ? wrapper.length : 0);
      const found = load()({ line, column: Math.max(0, column) });
      if (!found) continue;
      const file = resolve(dirname(bundle.file), found.source);
      if (file.endsWith(`dist${sep}runtime.mjs`)) continue;
      return {
        file: relative(bundle.root, file).split(sep).join('/'),
        line: found.line,
        column: found.column + 1,
      };
    }
    return undefined;
  }

  return { of: (thing) => ofStack(definingFrames(callSite(thing)?.stack, bundle.file)), ofStack };
}

/**
 * The frames from the first on that is no named function: what a helper of the user makes is defined where the helper
 * was called. A call-back has no name, and is the better place.
 */
function definingFrames(stack: string | undefined, file: string): string | undefined {
  const frames = (stack ?? '').split('\n').filter((frame) => frame.includes(file));
  const unnamed = frames.findIndex(
    (frame) => !/^\s*at [\w$.]+ (\[as \w+\] )?\(/.test(frame) || /at Object\.<anonymous> \(/.test(frame),
  );
  return frames.slice(Math.max(unnamed, 0)).join('\n');
}

/** The characters that `evaluate` puts before the first line of the bundle. */
export const wrapper = '(function (require, module, exports, runtimeOfObsctl, impure) {';
