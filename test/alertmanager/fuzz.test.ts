import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readConfig } from '../../src/alertmanager/config/read.js';
import { readLabels } from '../../src/alertmanager/labels.js';
import { parseMatchers } from '../../src/alertmanager/parse-matchers.js';
import { routesFor } from '../../src/alertmanager/route.js';
import { everything } from '../../src/checks/model/everything.js';
import { runChecks } from '../../src/checks/run.js';
import { isUserError } from '../../src/errors.js';
import { readSubjects } from '../../src/read/read.js';
import { fuzzCount, hangs } from '../helpers/fuzz.js';
import { full } from './configurations.js';
import { type Dice, dice, labels } from './generate.js';

const count = fuzzCount(2_000);
/** Of whole files, which take longer. */
const files = fuzzCount(200);

const pieces = [
  ...'{}[]()=!~,"\'\\`|*+?.^$#&:-\n\t 0a',
  'é',
  '\u{1f525}',
  '\ud800',
  '(?i)',
  '{1000}',
  '{2,1}',
  '\\p{L}',
  '(?P<a>',
  '|(',
];
pieces.push(
  '(a*)*',
  '[^',
  '\\Q',
  '\\x{110000}',
  '- ',
  '  ',
  'null',
  'true',
  '1e400',
  '~',
  '!!int x',
  '&a',
  '*a',
  '<<: ',
);

function mutated(text: string, roll: Dice): string {
  const characters = [...text];
  for (let change = 1 + roll.below(4); change > 0; change--) {
    const at = roll.below(characters.length + 1);
    const kind = roll.below(4);
    if (kind === 0) characters.splice(at, 1 + roll.below(3));
    else if (kind === 1) characters.splice(at, 0, roll.oneOf(pieces));
    else if (kind === 2) characters.splice(at, 1, roll.oneOf(pieces));
    else characters.splice(at, 0, ...characters.slice(at, at + roll.below(20)));
  }
  return characters.join('');
}

const matchers = [
  ...[
    'a="b"',
    '{a=~"(b|c)+d*", e!~"[f-h]{2,5}"}',
    'a=~"(?i)\\\\w+\\\\.x", "ü b"="c\\n"',
    'a=b,c!=d',
    'a=~"((x+x+)+y|z)*"',
  ],
  ...['a=~"\\\\bx\\\\B[[:alpha:]]\\\\pL\\\\p{Greek}(?s).(?m)^$"', 'a=~"(x{1,50}){1,20}"'],
];

describe('mutants are read or refused with a place, and none takes too much', () => {
  it(`${count} matchers in each of the three modes`, { timeout: 0 }, () => {
    const roll = dice(2027);
    let accepted = 0;
    for (let one = 0; one < count; one++) {
      const text = mutated(roll.oneOf(matchers), roll);
      const hung = hangs(() => {
        for (const mode of ['classic', 'fallback', 'utf8'] as const) {
          const { problem, matchers: found, spans } = parseMatchers(text, mode);
          expect(spans.length).toBe(found.length);
          if (!problem) {
            accepted += 1;
            continue;
          }
          expect(problem.message).not.toBe('');
          expect(
            problem.span.start >= 0 && problem.span.start <= problem.span.end && problem.span.end <= text.length,
          ).toBe(true);
        }
        readLabels(text);
      });
      if (hung) expect.fail(`${hung}: ${text}`);
    }
    expect(accepted).toBeGreaterThan(count / 10);
  });

  it(`${count} configurations`, { timeout: 0 }, () => {
    const roll = dice(2028);
    const alert = labels(roll);
    let accepted = 0;
    for (let one = 0; one < count; one++) {
      const body = structuredClone(full) as unknown;
      for (let change = 1 + roll.below(3); change > 0; change--) mutateValue(body, roll);
      const hung = hangs(() => {
        const { config, problems } = readConfig(body, roll.oneOf(['classic', 'fallback', 'utf8']));
        for (const { path, message } of problems) {
          expect(message).not.toBe('');
          // all but the last step lead to something that is there
          const holder = path
            .slice(0, -1)
            .reduce<unknown>((inner, key) => (inner as Record<string, unknown>)?.[key], body);
          expect(path.length < 2 || (typeof holder === 'object' && holder !== null)).toBe(true);
        }
        if (config && problems.length === 0) {
          accepted += 1;
          expect(routesFor(config, alert).length).toBeGreaterThan(0);
        }
      });
      if (hung) expect.fail(`${hung}: ${JSON.stringify(body)}`);
    }
    expect(accepted).toBeGreaterThan(count / 20);
  });

  it(`${files} files, with all checks`, { timeout: 0 }, () => {
    const roll = dice(2029);
    const text = stringify(full);
    const kinds = { findings: 0, refused: 0 };
    for (let one = 0; one < files; one++) {
      const mutant = mutated(text, roll);
      const hung = hangs(() => {
        try {
          const found = runChecks(everything(readSubjects('alertmanager.yml', mutant), {}));
          const lines = mutant.split('\n').length;
          const astray = found.filter(
            ({ origin }) => !origin || origin.line < 1 || origin.line > lines || origin.column < 1,
          );
          expect(astray.map((finding) => ({ finding, mutant }))).toEqual([]);
          kinds.findings += found.length;
        } catch (error) {
          if (!isUserError(error)) throw error;
          expect(error.diagnostics.every(({ origin }) => origin !== undefined)).toBe(true);
          kinds.refused += 1;
        }
      });
      if (hung) expect.fail(`${hung}: ${mutant}`);
    }
    expect(kinds.findings).toBeGreaterThan(0);
    expect(kinds.refused).toBeGreaterThan(0);
  });
});

const strange = [
  null,
  '',
  'x',
  0,
  -1,
  1.5,
  true,
  [],
  {},
  [null],
  [[]],
  ['x', 'x'],
  { a: null },
  'http://x',
  '5m',
  '{{ .X }}',
  '...',
  '(',
  'a=~"("',
  '99:99',
];

/** Puts a value that does not belong there somewhere into a configuration, takes one away, or spoils a text. */
function mutateValue(body: unknown, roll: Dice): void {
  let holder = body as Record<string, unknown>;
  for (let depth = 0; depth < 8; depth++) {
    const keys = Object.keys(holder);
    const key = roll.oneOf(keys);
    const value = key === undefined ? undefined : holder[key];
    if (typeof value === 'object' && value !== null && Object.keys(value).length > 0 && roll.chance(0.85)) {
      holder = value as Record<string, unknown>;
      continue;
    }
    if (key === undefined) return;
    const kind = roll.below(4);
    if (kind === 0) delete holder[key];
    else if (kind === 1 && typeof value === 'string') holder[key] = mutated(value, roll);
    else if (kind === 2 && !Array.isArray(holder)) holder[`${key}x`] = value;
    else holder[key] = structuredClone(roll.oneOf(strange));
    return;
  }
}
