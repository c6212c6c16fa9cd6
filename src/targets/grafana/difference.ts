import { isObject } from '../../json.js';
import type { Path } from '../../types.js';
import { objectOf, objectsOf } from './json.js';

/**
 * Where what was sent is not there any more. The server may add to it and may raise a refresh interval; it may leave
 * out what is null or empty, and put panels in the order in which they are read.
 */
export function firstDifference(sent: unknown, stored: unknown, path: Path = []): Path | undefined {
  if (isNothing(sent) && (isNothing(stored) || stored === undefined)) return undefined;
  if (Array.isArray(sent)) {
    if (!Array.isArray(stored) || isShorter(sent, stored, path)) return path;
    const others = inOrderOf(sent, stored, path);
    return firstOf(sent, (inner, index) => firstDifference(inner, others[index], [...path, index]));
  }
  if (isObject(sent)) {
    if (!isObject(stored)) return path;
    return firstOf(Object.entries(sent), ([key, inner]) =>
      isServers(path, key) ? undefined : firstDifference(inner, stored[key], [...path, key]),
    );
  }
  return sent === stored ? undefined : path;
}

function firstOf<T>(all: readonly T[], look: (one: T, index: number) => Path | undefined) {
  for (const [index, one] of all.entries()) {
    const found = look(one, index);
    if (found) return found;
  }
  return undefined;
}

const isNothing = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  value === false ||
  (Array.isArray(value) && value.length === 0) ||
  (isObject(value) && Object.values(value).every(isNothing));

/** Only the list of annotations may be longer than it was sent: the server adds its own. */
function isShorter(sent: readonly unknown[], stored: readonly unknown[], path: Path): boolean {
  return path.join('.') === 'annotations.list' ? stored.length < sent.length : stored.length !== sent.length;
}

function inOrderOf(sent: readonly unknown[], stored: readonly unknown[], path: Path) {
  if (path.join('.') === 'annotations.list') return stored.slice(stored.length - sent.length);
  if (path.at(-1) !== 'panels') return stored;
  const ids = new Map(objectsOf(stored).map((panel) => [panel.id, panel]));
  return sent.map((panel, index) => ids.get(objectOf(panel).id) ?? stored[index]);
}

const isServers = (path: Path, key: string): boolean =>
  path.length === 0 && (key === 'refresh' || key === 'schemaVersion' || key === 'isDefault');
