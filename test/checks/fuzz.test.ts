import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { everything } from '../../src/checks/model/everything.js';
import { runChecks } from '../../src/checks/run.js';
import { isUserError } from '../../src/errors.js';
import { parse } from '../../src/promql/parse.js';
import { typeProblems } from '../../src/promql/types.js';
import { readSubjects } from '../../src/read/read.js';
import type { Origin } from '../../src/types.js';
import { ownEnvironment } from '../helpers/environment.js';
import { fuzzCount, hangs } from '../helpers/fuzz.js';
import { mutant, random } from '../promql/mutants.js';

const { resources } = ownEnvironment('prod');
const bodyOf = (kind: string) =>
  JSON.parse(JSON.stringify(resources.find((one) => one.kind === kind)?.body)) as Record<string, never>;

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const [group] = bodyOf('prometheus/rules').groups as unknown as { rules: Json[] }[];
const dashboard = bodyOf('grafana/dashboard') as unknown as { panels: Json[] };
const alertmanager = bodyOf('alertmanager/config') as unknown as { [key: string]: Json };
const rules = (from: number, to: number) => group?.rules.slice(from, to) ?? [];

/** Files as ours, but short, so that a mutation hits something. */
const seeds: Readonly<Record<string, Json>> = {
  'rule files': { groups: [{ ...group, rules: rules(0, 3) }] },
  'dashboards of Grafana': { ...dashboard, panels: dashboard.panels.slice(0, 2) } as Json,
  'PrometheusRule resources': { kind: 'PrometheusRule', spec: { groups: [{ name: 'a', rules: rules(6, 8) }] } },
  'dashboards in a ConfigMap': {
    kind: 'ConfigMap',
    data: { 'd.json': JSON.stringify({ ...dashboard, panels: dashboard.panels.slice(3, 4) }) },
  },
  'configurations of Alertmanager': { ...alertmanager, receivers: (alertmanager.receivers as Json[]).slice(0, 2) },
};

const strange: readonly Json[] = [
  null,
  true,
  0,
  -1,
  1e300,
  '',
  ' ',
  '{{',
  '$x',
  '[[',
  'up{',
  '\u0000',
  '💥',
  [],
  {},
  [[]],
  [null],
  { a: null },
  '5m',
  'NaN',
];

/** The same with one part replaced, removed, repeated or moved. */
function changed(value: Json, next: () => number): Json {
  const copy = structuredClone(value);
  const places: (readonly [holder: Json[] | { [key: string]: Json }, key: string | number])[] = [];
  const visit = (part: Json) => {
    if (typeof part !== 'object' || part === null) return;
    for (const key of Array.isArray(part) ? part.keys() : Object.keys(part)) {
      places.push([part, key]);
      visit((part as Record<string | number, Json>)[key] as Json);
    }
  };
  visit(copy);
  const pick = <T>(from: readonly T[]) => from[Math.floor(next() * from.length)] as T;
  const [holder, key] = pick(places) as unknown as [Record<string | number, Json>, string | number];
  const action = Math.floor(next() * 5);
  if (action === 0) delete holder[key];
  else if (action === 1) holder[key] = structuredClone(pick(places.map(([other, at]) => (other as never)[at] as Json)));
  else if (action === 2) holder[`${key}x`] = holder[key] as Json;
  else if (action === 3 && typeof holder[key] === 'string') holder[key] = mutant(holder[key] as string, next) as Json;
  else holder[key] = pick(strange);
  return copy;
}

/** The same text with a few characters lost, doubled or exchanged. */
function scratched(text: string, next: () => number): string {
  const at = Math.floor(next() * text.length);
  const length = 1 + Math.floor(next() * 8);
  const from = Math.floor(next() * text.length);
  const piece = text.slice(from, from + length);
  return text.slice(0, at) + (next() < 0.5 ? piece : '') + text.slice(at + (next() < 0.5 ? length : 0));
}

/** What nobody should ever see: a crash, a hang, a message without a place. */
function complaint(text: string, isChecked: boolean): string | undefined {
  let wrong: string | undefined;
  const hung = hangs(() => {
    wrong = crashOrLost(text, isChecked);
  });
  return wrong ?? hung;
}

function crashOrLost(text: string, isChecked: boolean): string | undefined {
  try {
    const all = everything(readSubjects('f', text), { prometheus: '2.42' });
    const found = isChecked ? runChecks(all) : [];
    const lost = found.find(({ origin }) => !isPlace(origin, text));
    return lost && `without a place: ${lost.code} ${lost.message} ${JSON.stringify(lost.origin)}`;
  } catch (error) {
    if (!isUserError(error)) return (error as Error).stack ?? String(error);
    const lost = error.diagnostics.find(({ origin }) => !isPlace(origin, text));
    return lost && `without a place: ${lost.message}`;
  }
}

function isPlace(origin: Origin | undefined, text: string): boolean {
  if (origin?.file !== 'f' || !(origin.column >= 1)) return false;
  return origin.line >= 1 && origin.line <= text.split('\n').length;
}

describe('a file that something has bitten is read or refused with a place, never more', () => {
  const count = fuzzCount(320);
  /** Reading is tried with all; of very many only some are checked too, which takes most of the time. */
  const isChecked = (round: number) => count < 10_000 || round % 40 < 4;
  /** JSON or YAML, with a part or with a few characters changed: each in its turn. */
  const made = (seed: Json, round: number, next: () => number) => {
    const write = round % 2 === 0 ? (one: Json) => stringify(one) : (one: Json) => JSON.stringify(one, null, 1);
    return round % 4 < 2 ? write(changed(seed, next)) : scratched(write(seed), next);
  };

  it.each(Object.entries(seeds))(`${count} %s`, { timeout: 0 }, (_, seed) => {
    const next = random(2026);
    for (let round = 0; round < count; round++) {
      const text = made(seed, round, next);
      const wrong = complaint(text, isChecked(round));
      if (wrong) expect.fail(`round ${round}: ${wrong}\n${text}`);
    }
    expect(made(seed, 0, random(1))).not.toBe('');
  });
});

it('a query that something has bitten is read or refused with a place', { timeout: 0 }, () => {
  const next = random(11);
  const groups = resources.flatMap(({ kind, body }) =>
    kind === 'prometheus/rules' ? [body as { groups: { rules: { expr: string }[] }[] }] : [],
  );
  const queries = groups.flatMap((one) => one.groups.flatMap((each) => each.rules.map(({ expr }) => expr)));
  for (let round = 0; round < fuzzCount(4_000); round++) {
    const whole = queries[Math.floor(next() * queries.length)] as string;
    const text = next() < 0.5 ? scratched(whole, next) : mutant(mutant(whole, next), next);
    let lost: unknown;
    const hung = hangs(() => {
      const { expr, problem } = parse(text, { variables: round % 2 === 0 });
      const places = (problem ? [problem] : expr ? typeProblems(expr) : []).map(({ span }) => span);
      lost = places.find(({ start, end }) => !(start >= 0 && end >= start && end <= text.length));
    });
    if (lost || hung) expect.fail(`round ${round}: ${hung ?? JSON.stringify(lost)} in ${text}`);
  }
});
