import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { MetricDefinition } from '../../src/define/metric.js';
import { loadProject } from '../../src/load/project.js';
import { exposition } from './exposition.js';
import { binary, type Generation, isThere } from './servers.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { definitions = [] } = loadProject({ cwd: root, environments: ['prod'] }).environments[0] ?? {};
const exposed = definitions.filter((one): one is MetricDefinition => one.kind === 'metric' && one.group !== 'consumed');

/** Series → value. */
function values(seconds: number): Map<string, number> {
  const lines = exposition(exposed, seconds).trimEnd().split('\n');
  const samples = lines.filter((line) => !line.startsWith('#'));
  return new Map(samples.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

describe.each<Generation>(['bookworm', 'trixie', 'forky'])('promtool of %s', (generation) => {
  const check = (input: string) =>
    spawnSync(binary(generation, 'promtool'), ['check', 'metrics'], { input, encoding: 'utf8' });

  it.skipIf(!isThere(generation))('has nothing to say about the exposed catalogue', () => {
    const { status, stdout, stderr } = check(exposition(exposed, 3_600));
    expect(`${stdout}${stderr}`).toBe('');
    expect(status).toBe(0);
  });

  it.skipIf(!isThere(generation))('would have, if a counter were not named as one', () => {
    const [metric] = exposed.filter((one) => one.name === 'http_requests_total');
    const misnamed = { ...(metric as MetricDefinition), name: 'http_requests' };
    expect(check(exposition([misnamed], 3_600)).stderr).toContain('counter metrics should have "_total" suffix');
  });
});

describe('the exposition', () => {
  it('has the same series at any time, and what counts never falls', () => {
    const [before, after] = [values(60), values(61)];
    expect([...after.keys()]).toEqual([...before.keys()]);
    const fallen = [...before].filter(([series, value]) => (after.get(series) ?? 0) < value);
    expect(fallen).toEqual([]);
    const requests = 'http_requests_total{method="GET",route="/api/v1/tracks/:id",status_code="200"}';
    expect(after.get(requests)).toBeGreaterThan(before.get(requests) ?? 0);
  });

  it('has each value of the labels whose values are known', () => {
    const text = exposition(exposed, 60);
    const missing = exposed.flatMap(({ name, labels: { environment, service, tier, ...labels } }) =>
      Object.entries(labels).flatMap(([label, known]) =>
        (known ?? []).filter((value) => !new RegExp(`^${name}(_count)?\\{.*${label}="${value}"`, 'm').test(text)),
      ),
    );
    expect(missing).toEqual([]);
  });

  it('keeps the buckets of a histogram in order, the last one being the count', () => {
    const series = [...values(3_600)].filter(([name]) => name.startsWith('business_session_duration_seconds_'));
    const buckets = series.filter(([name]) => name.includes('_bucket')).map(([, value]) => value);
    expect(buckets).toEqual([...buckets].sort((a, b) => a - b));
    expect(buckets.at(-1)).toBe(new Map(series).get('business_session_duration_seconds_count'));
  });

  it('carries trace ids where the catalogue promises exemplars, in OpenMetrics', () => {
    const lines = exposition(exposed, 3_600, 'openmetrics').split('\n');
    const names = lines.filter((line) => line.includes('# {trace_id=')).map((line) => line.split('_bucket')[0]);
    const promised = exposed.filter((metric) => metric.exemplars).map((metric) => metric.name);
    expect([...new Set(names)].sort()).toEqual(promised.sort());
    expect(lines.slice(-2)).toEqual(['# EOF', '']);
  });
});
