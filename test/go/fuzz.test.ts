import { expect, it } from 'vitest';
import { RegexpProblem } from '../../src/go/regexp/ast.js';
import { automatonOf, runs } from '../../src/go/regexp/automaton.js';
import { parseRegexp } from '../../src/go/regexp/parse.js';
import { search } from '../../src/go/regexp/search.js';
import { replaceAll } from '../../src/gotemplate/regex.js';
import { matchesWhole, regexProblem } from '../../src/promql/regex.js';
import { fuzzCount, hangs } from '../helpers/fuzz.js';
import { random } from '../promql/mutants.js';

const count = fuzzCount(3_000);

const seeds = [
  'api|web-[0-9]+',
  '(?i)prod.*',
  '^(?:5..|4\\d{2})$',
  '((x+x+)+y|z)*',
  '(a*)*b',
  '(a|aa)+$',
  '\\bx\\B[[:alpha:]]\\pL\\p{Greek}(?s).(?m)^$',
  '(x{1,50}){1,20}',
  '(?P<host>[^:]+):(?P<port>\\d+)?',
  '\\Qa.b\\E[^\\x{e9}-\\x{1f525}]{2,}?',
  '(?U)a+?(?-U:b*)',
  '[\\d\\-\\]a-f]*\\.(?:[a-z]{2}|[[:^digit:]])',
  '.*.*.*.*=.*',
];
const pieces = [
  ...'()[]{}|*+?.^$\\-:,0x19a é',
  '\u{1f525}',
  '\ud800',
  '(?i)',
  '(?P<a>',
  '(?:',
  '{1000}',
  '{2,1}',
  '{0}',
  '{3,}',
  '\\p{L}',
  '\\P{^Lu}',
  '\\Q',
  '\\E',
  '\\x{110000}',
  '\\d',
  '\\b',
  '[^',
  '[[:word:]]',
  '*?',
  '++',
];

const texts = [
  '',
  'x'.repeat(40),
  'a'.repeat(60),
  'web-12',
  'PRODuction',
  'example.com:80',
  'é\u{1f525}\n=b',
  '=====ab=====',
];

function mutant(next: () => number): string {
  const pick = <T>(all: readonly T[]) => all[Math.floor(next() * all.length)] as T;
  let text = pick(seeds);
  for (let changes = 1 + Math.floor(next() * 4); changes > 0; changes--) {
    const at = Math.floor(next() * (text.length + 1));
    const to = at + Math.floor(next() * 4);
    const kind = next();
    if (kind < 0.2) text = text.slice(0, at) + text.slice(to);
    else if (kind < 0.5) text = text.slice(0, at) + pick(pieces) + text.slice(at);
    else if (kind < 0.7) text = text.slice(0, at) + pick(pieces) + text.slice(to);
    else if (kind < 0.85)
      text = text.slice(0, at) + text.slice(at, to).repeat(1 + Math.floor(next() * 8)) + text.slice(to);
    else text = text.slice(0, at) + pick(seeds) + text.slice(at);
  }
  return text;
}

/** Read as one, or why not: with a place in it. */
function treeOf(pattern: string) {
  try {
    return parseRegexp(pattern, { dotAll: true });
  } catch (error) {
    if (!(error instanceof RegexpProblem)) throw error;
    expect(error.message).not.toBe('');
    expect(error.at >= 0 && error.at <= pattern.length).toBe(true);
    return undefined;
  }
}

it(`of ${count} mutated regular expressions each is refused with a place, or matches at once, whoever asks`, {
  timeout: 0,
}, () => {
  const next = random(20_261_129);
  let read = 0;
  for (let round = 0; round < count; round++) {
    const pattern = mutant(next);
    const hung = hangs(() => {
      const tree = treeOf(pattern);
      expect(regexProblem(pattern) === undefined, pattern).toBe(tree !== undefined);
      if (!tree) return;
      read += 1;
      const automaton = automatonOf(tree);
      for (const text of texts) {
        matchesWhole(pattern, text);
        replaceAll(pattern, '<$1>', text);
        // two ways to the same answer
        expect([pattern, text, search(automaton, text, 0) !== undefined]).toEqual([
          pattern,
          text,
          runs(automaton, text),
        ]);
      }
    });
    if (hung) expect.fail(`${hung}: ${pattern}`);
  }
  expect(read).toBeGreaterThan(count / 4);
  expect(read).toBeLessThan(count);
});
