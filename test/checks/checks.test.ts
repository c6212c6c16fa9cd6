import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { checks } from '../../src/checks/all.js';
import type { Check } from '../../src/checks/check.js';
import { everything } from '../../src/checks/model/everything.js';
import type { Known, KnownMetric } from '../../src/checks/model/known.js';
import { runChecks } from '../../src/checks/run.js';
import { readSubjects } from '../../src/read/read.js';
import type { Subject } from '../../src/types.js';

const metric = (type: KnownMetric['type'], labels: KnownMetric['labels'], unit = 'count'): KnownMetric => ({
  type,
  labels,
  unit,
});

/** What the examples know of a platform; only some checks look at it. */
const known: Known = {
  metrics: new Map([
    ['up', metric('gauge', { job: null, instance: null })],
    ['http_requests_total', metric('counter', { service: ['api', 'web'], route: null, job: null })],
    ['request_seconds_bucket', metric('histogram', { service: ['api', 'web'], le: null })],
    ['memory_bytes', metric('gauge', { instance: null }, 'bytes')],
    ['error_ratio', metric('gauge', { service: ['api', 'web'] }, 'ratio')],
  ]),
  scrapeInterval: 15,
  evaluationInterval: 30,
  retention: 40 * 86_400,
  prometheus: '2.42',
  alertmanager: '0.28',
  externalLabels: { replica: 'a' },
  tested: new Set(['Tested']),
};

const catalogued =
  /^promql\/(unknown|wrong|never|always|short|beyond)|reserved|for-short|external|version|missing-test/;

function codes(check: Check, example: string): string[] {
  const subjects =
    check.on === 'metric' ? [catalogue(parse(example))] : readSubjects('example.yaml', document(check, example));
  return runChecks(everything(subjects, catalogued.test(check.code) ? known : {}), [check]).map(({ code }) => code);
}

/** No file holds the metrics that a project defines. */
function catalogue(metric: unknown): Subject {
  return { kind: 'catalogue', body: [metric], own: true, place: () => ({ file: 'metrics.ts', line: 1, column: 1 }) };
}

/** The file that an example stands for. */
function document(check: Check, example: string): string {
  const [, context, text] = /^(alert|record|panel|annotation|variable): ([\s\S]*)$/.exec(example) ?? [];
  const isQuery = check.on === 'query' || check.on === 'node' || check.on === 'refusal';
  if (isQuery && context !== undefined && text !== undefined) {
    if (context === 'panel') return JSON.stringify({ panels: [{ title: 'A', targets: [{ expr: text }] }] });
    return JSON.stringify({ groups: [{ name: 'a', rules: [{ [context]: 'A', expr: text }] }] });
  }
  if (check.on === 'rule') return JSON.stringify({ groups: [{ name: 'a', rules: [parse(example)] }] });
  if (check.on === 'panel') return JSON.stringify({ panels: [parse(example)] });
  expect(parseAllDocuments(example)).not.toEqual([]);
  return example;
}

describe.each(checks.map((check) => [check.code, check] as const))('%s', (code, check) => {
  it.each(check.bad)('finds %s', (example) => {
    expect(codes(check, example)).toContain(code);
  });

  it.each(check.good)('has nothing to say of %s', (example) => {
    expect(codes(check, example)).toEqual([]);
  });

  it('says what it finds and what happens otherwise', () => {
    expect(check.summary).toMatch(/^[a-z].*[^.]$/);
    expect(check.why).toMatch(/^[A-Z0].*\.$/s);
    expect(check.good.length).toBeGreaterThan(0);
    expect(check.bad.length).toBeGreaterThan(0);
  });
});

it('a check that needs to know something says nothing without it', () => {
  const needing = checks.flatMap((check) => (check.on === 'node' && check.needs ? [check] : []));
  expect(needing).not.toEqual([]);
  for (const { needs: _, ...check } of needing) {
    for (const example of check.bad) {
      const subjects = readSubjects('example.yaml', document(check, example));
      expect(runChecks(everything(subjects, {}), [check]), example).toEqual([]);
    }
  }
});

it('each check has a code of its own', () => {
  expect(new Set(checks.map(({ code }) => code)).size).toBe(checks.length);
});
