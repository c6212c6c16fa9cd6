import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  dashboard,
  folder,
  panel,
  prometheusServer,
  promql,
  query,
  record,
  row,
  ruleGroup,
  variable,
} from '../../src/index.js';
import { serialize } from '../../src/targets/files/serialize.js';
import { binary, type Generation, isThere, run } from '../real/servers.js';
import { compiled } from './compiled.js';

const server = prometheusServer('prometheus', {
  scrapeInterval: '15s',
  scrapeTimeout: '10s',
  evaluationInterval: '30s',
  externalLabels: {},
  dropFromAlerts: [],
  alertmanagers: { scheme: 'http', addresses: [] },
  maxExemplars: 1_000,
  retention: '40d',
  externalUrl: 'http://localhost:9090',
});

const rules = (expr: string) =>
  ruleGroup('new', { interval: '30s' }, [record('new:query:value', promql`${expr}`, { unit: 'count' })]);

const messages = (expr: string, prometheus: string) =>
  compiled([server, rules(expr)], { prometheus }).diagnostics.map(({ message }) => message);

const versions: Readonly<Record<Generation, string>> = { bookworm: '2.42', trixie: '2.53', forky: '3.5' };

const queries = [
  'histogram_avg(m)',
  'histogram_count(m)',
  'histogram_fraction(0, 1, m)',
  'histogram_stddev(m)',
  'histogram_quantiles(m, "q", 0.5)',
  'holt_winters(m[5m], 0.5, 0.5)',
  'double_exponential_smoothing(m[5m], 0.5, 0.5)',
  'limitk(2, m)',
  'info(m)',
  'first_over_time(m[5m])',
  'ts_of_first_over_time(m[5m])',
  'ts_of_max_over_time(m[5m])',
  'vector(start())',
  'vector(max_of(1, 2))',
  'm + fill(0) m',
  'm atan2 m',
  'present_over_time(m[5m])',
  'm @ 0',
  'm offset -5m',
  'rate(m[300])',
  'rate(m[5m] anchored)',
  'm > 1_000',
  'm > 1e3',
  'm > 0x1f',
  'm > 5m',
  'rate(m[1h30m])',
  'max_over_time(m[5m:30s] offset 1h)',
  'm > Inf',
];

const folders: string[] = [];
afterAll(() => {
  for (const one of folders) rmSync(one, { recursive: true });
});

/** Whether promtool takes the rule, with the features turned on that obsctl would turn on. */
async function isTaken(generation: Generation, expr: string): Promise<boolean> {
  const { resources } = compiled([server, rules(expr)], { prometheus: versions[generation] });
  const home = mkdtempSync(join(tmpdir(), 'obsctl-versions-'));
  folders.push(home);
  const file = join(home, 'rules.yaml');
  const written = resources.find(({ kind }) => kind === 'prometheus/rules');
  if (written) writeFileSync(file, serialize(written));
  const flags = String(resources.find(({ kind }) => kind === 'prometheus/flags')?.body).split('\n');
  const features = flags.filter((flag) => flag.startsWith('--enable-feature='));
  const { code } = await run(binary(generation, 'promtool'), [...features, 'check', 'rules', '--lint=none', file]);
  return code === 0;
}

describe.each(Object.entries(versions) as [Generation, string][])(
  'promtool of %s, which is %s',
  (generation, version) => {
    it.skipIf(!isThere(generation)).each(queries)(
      'refuses what obsctl foresees it to refuse, and no more: %s',
      async (expr) => {
        expect(messages(expr, version).length === 0).toBe(await isTaken(generation, expr));
      },
    );
  },
);

describe('what a query needs', () => {
  it('is said with the version that has it', () => {
    expect(messages('histogram_avg(m)', '2.42')).toEqual([
      'histogram_avg() of the recording rule new:query:value needs Prometheus 2.51, and the environment prod has 2.42',
    ]);
  });

  it('is said with the version that has it no more, and what replaces it', () => {
    const { diagnostics } = compiled([server, rules('holt_winters(m[5m], 0.5, 0.5)')], { prometheus: '3.5' });
    expect(diagnostics).toMatchObject([
      { code: 'version/removed', help: 'write double_exponential_smoothing() instead' },
    ]);
  });

  it('is turned on where it is experimental, and only as long as it is', () => {
    const features = (expr: string, prometheus: string) =>
      compiled([server, rules(expr)], { prometheus })
        .file('prometheus/flags')
        .split('\n')[0];
    expect(features('limitk(2, m)', '3.5')).toBe('--enable-feature=exemplar-storage,promql-experimental-functions');
    expect(features('first_over_time(m[5m])', '3.13')).toMatch('promql-experimental-functions');
    expect(features('first_over_time(m[5m])', '3.14')).toBe('--enable-feature=exemplar-storage');
  });

  it('is said of panels too', () => {
    const source = variable.datasource('datasource', { type: 'prometheus', label: 'Data source', current: 'prom' });
    const shown = query(promql`info(m[$__range])`, { unit: 'short' });
    const board = dashboard({
      folder: folder('new', 'New'),
      uid: 'new',
      title: 'New',
      description: 'Is it new?',
      tags: [],
      from: '1h',
      refresh: '1m',
      variables: [source],
      rows: [row('Row', [panel.stat('Newest', { description: 'What is new.', queries: [shown] })])],
    });
    expect(compiled([board], { prometheus: '2.53' }).diagnostics[0]?.message).toBe(
      'info() of the panel "Newest" needs Prometheus 2.55, and the environment prod has 2.53',
    );
  });
});
