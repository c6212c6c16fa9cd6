import { isObject } from '../../json.js';
import type { Json } from '../canonical/plain.js';
import type { Change } from './compare.js';
import { pathText, stepsOf } from './path.js';

/**
 * One change for each panel that was moved or resized, and one for all that only made room: those of a row that went
 * up or down by the same number of lines.
 */
export function joinedMoves(changes: readonly Change[]): Change[] {
  const places = new Map<string, Change[]>();
  const others: Change[] = [];
  for (const change of changes) {
    const [, name, key] = stepsOf(change.path);
    if (key !== 'gridPos' || name === undefined) others.push(change);
    else places.set(name, [...(places.get(name) ?? []), change]);
  }
  if (places.size === 0) return [...changes];
  const moves = [...places].map(([name, parts]) => ({ name, things: parts[0]?.things ?? [], ...moveOf(parts) }));
  const shifts = new Map<number, typeof moves>();
  const single: typeof moves = [];
  for (const move of moves) {
    const by = onlyDown(move.before, move.after);
    if (by === undefined) single.push(move);
    else shifts.set(by, [...(shifts.get(by) ?? []), move]);
  }
  const joined = [...shifts].flatMap(([, shifted]): Change[] => {
    if (shifted.length === 1) {
      single.push(...shifted);
      return [];
    }
    const lines = (side: 'before' | 'after') => Object.fromEntries(shifted.map((one) => [one.name, one[side].y]));
    return [{ op: 'moved', path: 'panels', before: lines('before'), after: lines('after') }];
  });
  const named = single.map(
    ({ name, ...move }): Change => ({ op: 'moved', path: pathText(['panels', name, 'gridPos']), ...move }),
  );
  return [...others, ...named, ...joined];
}

function moveOf(parts: readonly Change[]): { readonly before: Json; readonly after: Json } {
  const whole = parts.find(({ path }) => stepsOf(path).length === 3);
  if (whole) return { before: object(whole.before), after: object(whole.after) };
  const side = (key: 'before' | 'after') =>
    Object.fromEntries(
      parts.flatMap((part) => (part[key] === undefined ? [] : [[stepsOf(part.path).at(-1) as string, part[key]]])),
    );
  return { before: side('before'), after: side('after') };
}

/** By how many lines a panel went down, where nothing else of its place changed. */
function onlyDown(before: Json, after: Json): number | undefined {
  const keys = [...Object.keys(before), ...Object.keys(after)];
  if (keys.some((key) => key !== 'y') || typeof before.y !== 'number' || typeof after.y !== 'number') return undefined;
  return after.y - before.y;
}

function object(value: unknown): Json {
  return isObject(value) ? value : {};
}
