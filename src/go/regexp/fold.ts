import type { CharRange } from './ast.js';

/** Letters that are the same without regard to case, each with all of them; made when first asked for. */
let orbits: Map<number, readonly number[]> | undefined;

/** Ranges with all letters that differ from theirs by case only. */
export function folded(ranges: readonly CharRange[]): CharRange[] {
  const all: CharRange[] = [...ranges];
  for (const [first, last] of ranges) {
    // beyond these there are no cases
    for (let point = first; point <= Math.min(last, 0x1e943); point++) {
      for (const other of sameLetters(point)) if (other < first || other > last) all.push([other, other]);
    }
  }
  return all;
}

function sameLetters(point: number): readonly number[] {
  if (point < 0x80) {
    const letter = String.fromCharCode(point);
    if (!/[a-z]/i.test(letter)) return [];
    const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
    // the signs of Kelvin and of the long s
    const rest = /k/i.test(letter) ? [0x212a] : /s/i.test(letter) ? [0x17f] : [];
    return [other.charCodeAt(0), ...rest];
  }
  orbits ??= allOrbits();
  return orbits.get(point) ?? [];
}

function allOrbits(): Map<number, readonly number[]> {
  const groups = new Map<number, number[]>();
  for (let point = 0x41; point <= 0x1e943; point++) {
    // i with and without a dot are letters of their own
    if ((point >= 0xd800 && point < 0xe000) || point === 0x130 || point === 0x131) continue;
    const key = single(single(point, 'toUpperCase'), 'toLowerCase');
    const group = groups.get(key);
    if (group) group.push(point);
    else groups.set(key, [point]);
  }
  const found = new Map<number, readonly number[]>();
  for (const group of groups.values()) {
    if (group.length > 1) for (const point of group) found.set(point, group);
  }
  return found;
}

function single(point: number, way: 'toUpperCase' | 'toLowerCase'): number {
  const text = String.fromCodePoint(point)[way]();
  const other = text.codePointAt(0) as number;
  return text.length === String.fromCodePoint(other).length ? other : point;
}
