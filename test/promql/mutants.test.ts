import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { parse } from '../../src/promql/parse.js';
import { typeProblems } from '../../src/promql/types.js';
import { ownEnvironment } from '../helpers/environment.js';
import { binary, isThere, run } from '../real/servers.js';
import { mutant, random } from './mutants.js';

const queries = ownEnvironment('prod')
  .resources.filter(({ kind }) => kind === 'prometheus/rules')
  .flatMap(({ body }) => (body as { groups: { rules: { expr: string }[] }[] }).groups)
  .flatMap(({ rules }) => rules.map(({ expr }) => expr));

/** What the newest Prometheus takes and 3.5 does not. */
const newer = [/experimental duration expression is not enabled/, /\b(start|end|range|step|min_of|max_of)\(/];

/** Each of three thousand mutants. */
const seeds = Array.from({ length: process.env.OBSCTL_FULL ? 20 : 1 }, (_, index) => 20261124 + index);

describe('queries with one token changed', () => {
  it.for(seeds)('are judged as promtool judges them, from %i on', async (seed, context) => {
    if (!isThere('forky')) return context.skip();
    const next = random(seed);
    const mutants = Array.from({ length: 3_000 }, () =>
      mutant(queries[Math.floor(next() * queries.length)] as string, next),
    );
    const rules = mutants.filter((text) => text.trim()).map((expr, index) => ({ record: `mutant:${index}`, expr }));
    const folder = mkdtempSync(join(tmpdir(), 'obsctl-mutants-'));
    const file = join(folder, 'rules.yaml');
    writeFileSync(file, stringify({ groups: [{ name: 'mutants', rules }] }, { lineWidth: 0 }));
    const { output } = await run(binary('forky', 'promtool'), ['check', 'rules', '--lint=none', file]);
    rmSync(folder, { recursive: true });
    const refused = new Map(
      [...output.matchAll(/rule (\d+), "mutant:\d+": (.*)/g)].map(([, n, why = '']) => [Number(n) - 1, why]),
    );
    const disagreements = rules.flatMap(({ expr: text }, index) => {
      const { expr, problem } = parse(text);
      const ours = problem ?? (expr && typeProblems(expr)[0]);
      const theirs = refused.get(index);
      if ((ours === undefined) === (theirs === undefined)) return [];
      return newer.some((why) => why.test(theirs ?? '') || (ours === undefined && why.test(text)))
        ? []
        : [{ text, ours: ours?.message, theirs }];
    });
    expect(disagreements).toEqual([]);
    expect(refused.size).toBeGreaterThan(1_000);
    expect(rules.length - refused.size).toBeGreaterThan(300);
  });

  it('read escapes in strings as promtool does', async (context) => {
    if (!isThere('forky')) return context.skip();
    const strings = [
      ...[
        '\\x80',
        '\\xe4\\xb8\\xad',
        '\\200',
        '\\xff',
        '\\377',
        '\\400',
        '\\x8',
        '\\u00e9',
        '\\ud800',
        '\\U00110000',
        '\\U0001f525',
      ],
      ...[
        '\\xe4.',
        '\\xe4\\xb8\\xad.',
        '\\xc3\\u00e9',
        '\\xc3\\xa9.*',
        '\\303\\251',
        '\\q',
        "\\'",
        '\\\\d',
        '\\x41',
        '\\x7f\\x80',
      ],
    ];
    const rules = strings.flatMap((text) =>
      [`up{a="${text}"}`, `up{a=~"${text}"}`, `label_replace(up, "b", "${text}", "c", "")`].map((expr) => ({
        record: 'a:b',
        expr,
      })),
    );
    const folder = mkdtempSync(join(tmpdir(), 'obsctl-escapes-'));
    const file = join(folder, 'rules.yaml');
    writeFileSync(file, stringify({ groups: [{ name: 'a', rules }] }, { lineWidth: 0 }));
    const { output } = await run(binary('forky', 'promtool'), ['check', 'rules', '--lint=none', file]);
    rmSync(folder, { recursive: true });
    const refused = new Set([...output.matchAll(/rule (\d+), "a:b": /g)].map(([, n]) => rules[Number(n) - 1]?.expr));
    const ours = rules.filter(({ expr }) => parse(expr).problem !== undefined).map(({ expr }) => expr);
    expect(ours).toEqual(rules.map(({ expr }) => expr).filter((expr) => refused.has(expr)));
    const { expr } = parse('up{a="\\xe4\\xb8\\xad\\x41"}');
    expect(expr).toMatchObject({ matchers: [{ value: '\u4e2dA' }] });
  });

  it('never crash the parser, and every message has a place', () => {
    const next = random(7);
    for (let round = 0; round < 20_000; round++) {
      const text = mutant(mutant(queries[Math.floor(next() * queries.length)] as string, next), next);
      const { expr, problem } = parse(text, { variables: round % 2 === 0 });
      for (const { span } of problem ? [problem] : expr ? typeProblems(expr) : []) {
        expect(span.start).toBeGreaterThanOrEqual(0);
        expect(span.end).toBeLessThanOrEqual(text.length);
        expect(span.end).toBeGreaterThanOrEqual(span.start);
      }
    }
  });
});
