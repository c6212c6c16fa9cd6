import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { expect, it } from 'vitest';
import { everything } from '../../src/checks/model/everything.js';
import { parse } from '../../src/promql/parse.js';
import { typeProblems } from '../../src/promql/types.js';
import { readSubjects } from '../../src/read/read.js';
import { ownEnvironment } from '../helpers/environment.js';
import { fuzzCount } from '../helpers/fuzz.js';
import { binary, type Generation, isThere, run, sharedFolder } from '../real/servers.js';
import { mutant, random } from './mutants.js';

const count = fuzzCount(4_000);

function isWellFormed(text: string): boolean {
  let broken = false;
  parser.parse(text).iterate({
    enter: ({ type }) => {
      if (type.isError) broken = true;
    },
  });
  return !broken;
}

const own = ownEnvironment('prod')
  .resources.filter(({ kind }) => kind === 'prometheus/rules')
  .flatMap(({ body }) => (body as { groups: { rules: { expr: string }[] }[] }).groups)
  .flatMap(({ rules }) => rules.map(({ expr }) => expr));

function others(): string[] {
  const folder = join(sharedFolder() ?? '', 'corpora/kube-prometheus/rules');
  if (!sharedFolder()) return [];
  const files = readdirSync(folder).map((name) => join(folder, name));
  return everything(
    files.flatMap((file) => readSubjects(file, readFileSync(file, 'utf8'))),
    {},
  ).queries.map(({ text }) => text);
}

/** What promtool has against each of them, by its position. */
async function refusedBy(generation: Generation, queries: readonly string[]): Promise<ReadonlySet<number>> {
  const folder = mkdtempSync(join(tmpdir(), 'obsctl-grammar-'));
  const file = join(folder, 'rules.yaml');
  const rules = queries.map((expr, index) => ({ record: `mutant:${index}`, expr }));
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'mutants', rules }] }));
  const { output } = await run(binary(generation, 'promtool'), ['check', 'rules', '--lint=none', file]);
  rmSync(folder, { recursive: true });
  return new Set([...output.matchAll(/rule (\d+), "mutant:\d+": /g)].map(([, number]) => Number(number) - 1));
}

it(`${count} queries with one token changed are well-formed where the grammar of Prometheus' own editor says so, or promtool agrees with us`, {
  timeout: 0,
}, async (context) => {
  if (!isThere('forky')) return context.skip();
  const queries = [...own, ...others()];
  const next = random(20_261_130);
  const disputed: { readonly text: string; readonly refused: boolean }[] = [];
  let wellFormed = 0;
  for (let round = 0; round < count; round++) {
    const text = mutant(queries[Math.floor(next() * queries.length)] as string, next);
    if (text.trim() === '') continue;
    const theirs = isWellFormed(text);
    if (theirs) wellFormed += 1;
    const { expr, problem } = parse(text);
    // the editor checks types elsewhere, and functions are part of its grammar
    const refused = problem !== undefined || (!theirs && expr !== undefined && typeProblems(expr).length > 0);
    if (refused === theirs) disputed.push({ text, refused });
  }
  const byPromtool = await refusedBy(
    'forky',
    disputed.map(({ text }) => text),
  );
  expect(disputed.filter(({ refused }, index) => byPromtool.has(index) !== refused)).toEqual([]);
  expect(wellFormed).toBeGreaterThan(count / 10);
  expect(disputed.length).toBeLessThan(count / 50);
});
