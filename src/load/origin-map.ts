import { readFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { callFrames } from '../define/origin.js';
import type { Origin } from '../types.js';
import type { Bundle } from './bundle.js';
import { readSourceMap, type SourceMap } from './source-map.js';

export interface OriginMap {
  /** Where the user's code made this definition. */
  of(thing: object): Origin | undefined;
  /** The same as a place in the bundle: it tells definitions apart, and takes no map. */
  placeOf(thing: object): string;
  /** The module that was being evaluated when a definition was made; undefined where the stack is too deep to tell. */
  moduleOf(thing: object): string | undefined;
  /** The first place of the user's code in a stack trace. */
  ofStack(stack: string | undefined): Origin | undefined;
}

/** As the engine counts, both from 1. */
interface Place {
  readonly line: number;
  readonly column: number;
}

/** Maps positions in the bundle to the user's TypeScript; reads the map when it is first asked. */
export function originMap(bundle: Bundle): OriginMap {
  let map: SourceMap | undefined;
  const load = () => (map ??= readSourceMap(bundle.map ?? readFileSync(bundle.mapFile, 'utf8')));

  function firstOf(frames: readonly NodeJS.CallSite[]): Origin | undefined {
    for (const frame of frames) {
      // to find the line of a frame takes time, and nearly always the first one does
      const origin = originAt(placeOf(frame));
      if (origin) return origin;
    }
    return undefined;
  }

  // each environment asks for the same
  const found = new Map<string, Origin | undefined>();

  function originAt(place: Place): Origin | undefined {
    const key = `${place.line}:${place.column}`;
    if (!found.has(key)) found.set(key, lookUp(place));
    return found.get(key);
  }

  function lookUp({ line, column }: Place): Origin | undefined {
    const position = load()({ line, column: Math.max(0, column - 1 - (line === 1 ? wrapper.length : 0)) });
    if (!position) return undefined;
    const file = resolve(dirname(bundle.file), position.source);
    if (file.endsWith(`dist${sep}runtime.mjs`)) return undefined;
    return {
      file: relative(bundle.root, file).split(sep).join('/'),
      line: position.line,
      column: position.column + 1,
    };
  }

  return {
    of: (thing) => firstOf(definingFrames(thing, bundle.file)),
    placeOf: (thing) => {
      const [frame] = definingFrames(thing, bundle.file);
      return frame ? `${frame.getLineNumber()}:${frame.getColumnNumber()}` : '';
    },
    moduleOf: (thing) => {
      const frames = callFrames(thing);
      const outermost = frames.findLast((frame) => frame.getFileName() === bundle.file);
      return outermost && outermost !== frames.at(-1) ? originAt(placeOf(outermost))?.file : undefined;
    },
    ofStack: (stack) =>
      placesIn(stack ?? '', bundle.file)
        .map(originAt)
        .find((origin) => origin !== undefined),
  };
}

function placeOf(frame: NodeJS.CallSite): Place {
  return { line: frame.getLineNumber() ?? 1, column: frame.getColumnNumber() ?? 1 };
}

function placesIn(stack: string, file: string): readonly Place[] {
  return stack.split('\n').flatMap((frame) => {
    const at = frame.lastIndexOf(file);
    const position = at < 0 ? undefined : /^:(\d+):(\d+)/.exec(frame.slice(at + file.length));
    return position ? [{ line: Number(position[1]), column: Number(position[2]) }] : [];
  });
}

/**
 * The frames from the first on that is no named function: what a helper of the user makes is defined where the helper
 * was called. A call-back has no name, and is the better place.
 */
function definingFrames(thing: object, file: string): readonly NodeJS.CallSite[] {
  const frames = callFrames(thing).filter((frame) => frame.getFileName() === file);
  const unnamed = frames.findIndex(
    (frame) => frame.isConstructor() || !/^[\w$.]+$/.test(frame.getFunctionName() ?? ''),
  );
  return frames.slice(Math.max(unnamed, 0));
}

/** The characters that `evaluate` puts before the first line of the bundle. */
export const wrapper = '(function (require, module, exports, runtimeOfObsctl, impure) {';
