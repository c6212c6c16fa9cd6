import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { everything } from '../../src/checks/model/everything.js';
import { parse } from '../../src/promql/parse.js';
import type { Problem } from '../../src/promql/problem.js';
import { typeProblems } from '../../src/promql/types.js';
import { readSubjects } from '../../src/read/read.js';
import { sharedFolder } from '../real/servers.js';

const shared = sharedFolder();
const corpora = join(shared ?? '', 'corpora');

function problems(text: string, variables = false): readonly Problem[] {
  const { expr, problem } = parse(text, { variables });
  return expr ? typeProblems(expr) : problem ? [problem] : [];
}

function queriesOf(folder: string) {
  const files = readdirSync(join(corpora, folder)).map((name) => join(corpora, folder, name));
  const subjects = files.flatMap((file) => readSubjects(file, readFileSync(file, 'utf8')));
  return everything(subjects, {}).queries;
}

describe.runIf(shared)('the queries of others', () => {
  it('are judged as Prometheus judges its own test cases', () => {
    const cases: { readonly expr: string; readonly valid: boolean }[] = JSON.parse(
      readFileSync(join(corpora, 'promql/parse-cases.json'), 'utf8'),
    );
    const wrong = cases.filter(({ expr, valid }) => (problems(expr).length === 0) !== valid);
    expect(wrong).toEqual([]);
    expect(cases.length).toBeGreaterThan(170);
  });

  it('are well-formed in the rules of kube-prometheus', () => {
    const queries = queriesOf('kube-prometheus/rules');
    expect(queries.filter(({ context }) => context === 'alert')).toHaveLength(139);
    expect(queries.filter(({ context }) => context === 'record')).toHaveLength(95);
    expect(queries.flatMap(({ text }) => problems(text))).toEqual([]);
  });

  it('are well-formed in its dashboards, variables and all', () => {
    const queries = queriesOf('kube-prometheus/dashboards');
    expect(queries.length).toBeGreaterThan(400);
    expect(queries.flatMap(({ text, owner }) => problems(text, true).map((one) => `${owner}: ${one.message}`))).toEqual(
      [],
    );
  });
});
