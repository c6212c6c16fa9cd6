import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { checks } from '../../src/checks/all.js';
import type { CatalogueEntry } from '../../src/checks/model/catalogue.js';
import { everything } from '../../src/checks/model/everything.js';
import { runChecks } from '../../src/checks/run.js';
import { binary, type Generation, isThere } from './servers.js';

/** What promtool says, and the check of ours that says the same. */
const twins: readonly (readonly [said: RegExp, code: string])[] = [
  [/^no help text$/, 'metric/help'],
  [/"_total" suffix$/, 'metric/total'],
  [/"_(bucket|count|sum)" suffix$|"(le|quantile)" label$/, 'metric/reserved'],
  [/^metric name should not include type/, 'metric/type-in-name'],
  [/^metric names should not contain ':'$/, 'metric/colon'],
  [/written in 'snake_case'/, 'metric/camel-case'],
  [/^use base unit|abbreviated units$/, 'metric/unit'],
];

type Type = CatalogueEntry['type'];
const named = (type: Type, names: string) =>
  names.split(' ').map((name): CatalogueEntry => ({ name, type, help: 'x' }));
const labelled = (type: Type, name: string, label: string): CatalogueEntry => ({
  ...{ name, type, help: 'x', labels: { [label]: null } },
});

const metrics: readonly CatalogueEntry[] = [
  { name: 'helpless', type: 'gauge', help: '' },
  ...named('counter', 'requests requests_total info my_counter_total summary_total minutes_total x_bits_total'),
  ...named('counter', 'Things_total sent_bytes_total cpu_seconds_total'),
  ...named('gauge', 'd_total e_bucket e_count e_sum e_created a_gauge_b gauge gauges a_histogram_b h:colon'),
  ...named('gauge', 'camelCase Upper_case HTTP_x xY_z plain'),
  ...named('histogram', 'd2_total a_histogram latency_seconds latency_ms e_count_x'),
  ...named('summary', 'd3_total a_summary_b size_bytes'),
  ...['le', 'quantile', 'fooBar', 'Foo', 'job'].map((label) => labelled('gauge', `of_${label.toLowerCase()}`, label)),
  labelled('histogram', 'with_quantile', 'quantile'),
  ...named(
    'gauge',
    'amperes bytes celsius grams joules kelvin meters volts seconds minutes hours days weeks kelvins fahrenheit rankine inches yards miles bits calories pounds ounces milliseconds nanoseconds kilobytes gibibytes kilograms kilometers milliamperes microvolts hertz kilohertz percent ratio ohms watts kilo milli decades gibibits'
      .split(' ')
      .flatMap((unit) => [`j_${unit}`, `${unit}_k`])
      .join(' '),
  ),
  ...named('gauge', 'k_s k_ms k_us k_ns k_sec k_b k_kb k_mb k_gb k_tb k_pb k_m k_h k_d k_ms_x ms_x k_rpm seconds_ms'),
];

/** As a process exposes it. */
function exposed({ name, type, help, labels = {} }: CatalogueEntry): string {
  const pairs = Object.keys(labels).map((label) => `${label}="1"`);
  const series = (suffix: string, more: readonly string[] = []) => {
    const all = [...pairs, ...more];
    return `${name}${suffix}${all.length > 0 ? `{${all.join(',')}}` : ''} 1`;
  };
  const counted = [series('_sum'), series('_count')];
  const lines = {
    counter: [series('')],
    gauge: [series('')],
    histogram: [series('_bucket', ['le="+Inf"']), ...counted],
    summary: counted,
  }[type];
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines].join('\n');
}

function byPromtool(generation: Generation): readonly string[] {
  const input = `${metrics.map(exposed).join('\n')}\n`;
  const { stderr } = spawnSync(binary(generation, 'promtool'), ['check', 'metrics'], { input, encoding: 'utf8' });
  const found = stderr
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [, name = '', said = ''] = /^(\S+) (.*)$/.exec(line) ?? [];
      const code = twins.find(([pattern]) => pattern.test(said))?.[1];
      return `${name} ${code ?? `nothing of ours says: ${said}`}`;
    });
  return [...new Set(found)].sort();
}

function byUs(): readonly string[] {
  const place = () => ({ file: 'metrics.ts', line: 1, column: 1 });
  const all = everything([{ kind: 'catalogue', body: metrics, own: true, place }], {});
  const codes = new Set(twins.map(([, code]) => code));
  const found = runChecks(
    all,
    checks.filter(({ code }) => codes.has(code)),
  );
  return [...new Set(found.map(({ code, message }) => `${/^\w+ ([^:]\S*): /.exec(message)?.[1]} ${code}`))].sort();
}

describe.each<Generation>(['bookworm', 'trixie', 'forky'])('what promtool of %s says of metrics', (generation) => {
  it.skipIf(!isThere(generation))('checks of ours say too, and nothing else', () => {
    const theirs = byPromtool(generation);
    expect(theirs.length).toBeGreaterThan(70);
    expect(byUs().filter((one) => !theirs.includes(one))).toEqual([]);
    // 2.42 takes any type in a name for that of the metric
    const older = generation === 'bookworm' ? /^\S+ metric\/type-in-name$/ : /^$/;
    expect(theirs.filter((one) => !byUs().includes(one) && !older.test(one))).toEqual([]);
  });
});
