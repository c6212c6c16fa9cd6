import type { AlertExpectation, Expectation, ValueExpectation } from '../../define/expect.js';
import { inWords } from '../../define/moments.js';
import { seriesKey, seriesText } from '../../define/series.js';
import { print } from '../../promql/print.js';
import type { Resource } from '../../types.js';
import type { Input } from '../input.js';
import { endOf, type PreparedTest } from './prepare.js';

/**
 * What promtool can check of the tests by itself, in its own format; one file for those that need the same groups.
 * It compares labels exactly and annotations whole, so each expectation becomes a query that says whether it holds;
 * those of annotations are left to `obsctl test`, and so are tests in which a series stands for a rule that would run.
 */
export function compileTests(prepared: readonly PreparedTest[], input: Input): Resource[] {
  const files = new Map<string, PreparedTest[]>();
  for (const one of prepared) {
    const id = testFile(one);
    if (id !== undefined) files.set(id, [...(files.get(id) ?? []), one]);
  }
  return [...files].map(([id, tests]) => {
    const [{ test, simulation }] = tests as [PreparedTest];
    const names = simulation.groups.map(({ name }) => name);
    let body: object | undefined;
    return {
      kind: 'prometheus/tests',
      id,
      path: `prometheus/tests/${id}.yaml`,
      bodyKey: JSON.stringify([names, simulation.every, ...tests.map((one) => testKey(one, input))]),
      // by far the longest of all files, and the one that changes least
      get body() {
        body ??= {
          rule_files: names.map((name) => `../rules/${name}.yaml`),
          evaluation_interval: inWords(simulation.every),
          group_eval_order: names,
          tests: tests.map((one) => input.made(testBody(one, input), one.test)),
        };
        return body;
      },
      origin: input.originOf(test),
    };
  });
}

/** The id of the file that a test is in, where it is in one. */
export function testFile({ test, expectations, simulation, madeTwice }: PreparedTest): string | undefined {
  if (expectations.length === 0 || madeTwice !== undefined) return undefined;
  const groups = simulation.groups.map(({ name }) => name).join('+') || 'queries';
  return test.every ? `${groups}@${inWords(test.every)}` : groups;
}

/** Everything that `testBody` reads. */
function testKey({ test, expectations }: PreparedTest, input: Input): readonly (string | number)[] {
  return [
    ...[test.name, test.step, endOf(test, expectations), input.histograms],
    ...test.series.map(seriesKey),
    ...expectations.map((one) =>
      one.state === 'value'
        ? `${one.at} ${print(one.query.toExpr(input.histograms))} ${one.values.map(({ value, within }) => `${value} ${within}`)}`
        : `${one.at} ${one.state} ${one.rule?.name} ${JSON.stringify([one.rule?.labels, one.alerts.map(({ labels }) => labels)])}`,
    ),
  ];
}

function testBody({ test, expectations, simulation }: PreparedTest, input: Input): object {
  return {
    name: test.name,
    interval: inWords(simulation.step),
    input_series: simulation.series,
    promql_expr_test: expectations.flatMap((one) =>
      claims(one, input).map(({ expr, holds = true }) => ({
        expr,
        eval_time: inWords(one.at),
        exp_samples: holds ? [{ labels: '{}', value: 1 }] : [],
      })),
    ),
  };
}

/** A query that is 1 where the expectation holds; or, where nothing may be there, that answers nothing. */
interface Claim {
  readonly expr: string;
  readonly holds?: false;
}

function claims(expectation: Expectation, input: Input): readonly Claim[] {
  return expectation.state === 'value' ? valueClaims(expectation, input) : alertClaims(expectation);
}

function alertClaims({ state, rule, alerts, at }: AlertExpectation): readonly Claim[] {
  if (!rule) return [];
  const fixed = Object.fromEntries(Object.entries(rule.labels).filter(([, value]) => !value.includes('{{')));
  const active = (alertstate: string, labels: Readonly<Record<string, string>> = {}) =>
    seriesText('ALERTS', { alertname: rule.name, alertstate, ...fixed, ...labels });
  const before = `${inWords(at + 1)}`;
  if (state === 'quiet') return [{ expr: `count_over_time(${active('firing')}[${before}])`, holds: false }];
  if (state === 'resolved') {
    return [
      { expr: active('firing'), holds: false },
      { expr: `count(count_over_time(${active('firing')}[${before}])) > bool 0` },
    ];
  }
  return [
    {
      expr: alerts.length > 0 ? `count(${active(state)}) == bool ${alerts.length}` : `count(${active(state)}) > bool 0`,
    },
    ...alerts.flatMap(({ labels = {} }) =>
      Object.keys(labels).length > 0 ? [{ expr: `count(${active(state, labels)}) > bool 0` }] : [],
    ),
    ...(state === 'pending' ? [{ expr: active('firing'), holds: false as const }] : []),
  ];
}

function valueClaims({ query, values }: ValueExpectation, input: Input): readonly Claim[] {
  const text = print(query.toExpr(input.histograms));
  if (values.length === 0) return [{ expr: text, holds: false }];
  return [
    { expr: `count(${text}) == bool ${values.length}` },
    ...values.map(({ value, within = Math.abs(value) * 1e-6 }) => ({
      expr: `count(abs((${text}) - ${value}) <= ${within}) > bool 0`,
    })),
  ];
}
