import { type CharRange, RegexpProblem, type UnicodeClass } from './ast.js';

const digit: CharRange[] = [[0x30, 0x39]];
const upper: CharRange[] = [[0x41, 0x5a]];
const lower: CharRange[] = [[0x61, 0x7a]];
const word = [...digit, ...upper, [0x5f, 0x5f] as const, ...lower];

/** `\d`, `\s`, `\w`; in capitals their opposites. */
export const perlClasses: Readonly<Record<string, readonly CharRange[]>> = {
  d: digit,
  s: [
    [0x09, 0x0a],
    [0x0c, 0x0d],
    [0x20, 0x20],
  ],
  w: word,
};

/** `[:alpha:]`. */
export const posixClasses: Readonly<Record<string, readonly CharRange[]>> = {
  alnum: [...digit, ...upper, ...lower],
  alpha: [...upper, ...lower],
  ascii: [[0x00, 0x7f]],
  blank: [
    [0x09, 0x09],
    [0x20, 0x20],
  ],
  cntrl: [
    [0x00, 0x1f],
    [0x7f, 0x7f],
  ],
  digit,
  graph: [[0x21, 0x7e]],
  lower,
  print: [[0x20, 0x7e]],
  punct: [
    [0x21, 0x2f],
    [0x3a, 0x40],
    [0x5b, 0x60],
    [0x7b, 0x7e],
  ],
  space: [
    [0x09, 0x0d],
    [0x20, 0x20],
  ],
  upper,
  word,
  xdigit: [...digit, [0x41, 0x46], [0x61, 0x66]],
};

export function isWordCharacter(point: number | undefined): boolean {
  return point !== undefined && word.some(([first, last]) => point >= first && point <= last);
}

/** All that is not in the ranges. */
export function complement(ranges: readonly CharRange[]): CharRange[] {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  const rest: CharRange[] = [];
  let next = 0;
  for (const [first, last] of sorted) {
    if (first > next) rest.push([next, first - 1]);
    next = Math.max(next, last + 1);
  }
  if (next <= 0x10ffff) rest.push([next, 0x10ffff]);
  return rest;
}

/** Scripts whose names are as short as the codes that JavaScript takes and Go does not. */
const shortScripts = /^(Ahom|Cham|Kawi|Lisu|Miao|Modi|Newa|Thai|Toto)$/;

/** `\pL`, `\p{Greek}`, `\P{^Lu}`: a category or a script of Unicode. */
export function unicodeClass(name: string, negated: boolean, ignoreCase: boolean, at: number): UnicodeClass {
  if (name === 'Any') return negated ? { source: '', test: /(?!)/u } : { source: '\\s\\S', test: /^[\s\S]$/u };
  const category = /^[CLMNPSZ][a-z&]?$/.test(name) && name !== 'Cn' && name !== 'C&';
  const source = `\\${negated ? 'P' : 'p'}{${category ? name : `Script=${name}`}}`;
  try {
    if (name.length === 4 && !shortScripts.test(name)) throw new Error('a code');
    return { source, test: new RegExp(`^${source}$`, ignoreCase ? 'iu' : 'u') };
  } catch {
    throw new RegexpProblem(`there is no class ${name} of Unicode`, at);
  }
}
