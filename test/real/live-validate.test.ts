import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { obsctl, small, temporaryProject } from '../helpers/project.js';
import { binary, isThere, start } from './servers.js';

const rules = `import { alert, promql, record, ruleGroup } from 'obsctl';

const texts = { labels: { severity: 'warning' }, annotations: { summary: 'x' } };

export default ruleGroup('asked', { interval: '30s' }, [
  record('job:up:sum', promql\`sum by (job) (up)\`, { unit: 'count' }),
  record('job:gone:sum', promql\`sum by (job) (nobody_exposes_this)\`, { unit: 'count' }),
  alert('Gone', { expr: promql\`up{job="elsewhere"} == 0\`, ...texts }),
  alert('Refused', { expr: promql\`first_over_time(up[5m]) == 0\`, ...texts }),
]);
`;

it('validate --live says what the server lacks and refuses, with the place of the definition', async (context) => {
  if (!isThere('forky')) return context.skip();
  const folder = mkdtempSync(join(tmpdir(), 'obsctl-live-'));
  const config = {
    global: { scrape_interval: '1s' },
    scrape_configs: [{ job_name: 'self', static_configs: [] as object[] }],
  };
  const server = await start(
    binary('forky', 'prometheus'),
    (port) => {
      const [self] = config.scrape_configs;
      self?.static_configs.push({ targets: [`127.0.0.1:${port}`] });
      writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(config));
      return [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${folder}/data`,
        `--web.listen-address=127.0.0.1:${port}`,
      ];
    },
    { ready: '/-/ready' },
  );
  try {
    await expect
      .poll(async () => await (await fetch(`${server.url}/api/v1/query?query=up`)).text(), { timeout: 20_000 })
      .toContain('"job":"self"');
    const root = temporaryProject({ ...small, 'monitoring/asked.ts': rules });
    const ask = async (...args: string[]) =>
      await obsctl(root, ['validate', '--live', '--env', 'prod', '--format', 'json', ...args]);
    const { stdout } = await ask('--prometheus-url', server.url);
    const found = JSON.parse(stdout).diagnostics as { code: string; file: string; line: number; message: string }[];
    const live = found.filter(({ code, file }) => code.startsWith('live/') && file === 'monitoring/asked.ts');
    expect(live.map(({ code, line }) => `${code} ${line}`).sort()).toEqual([
      'live/empty 7',
      'live/no-metric 7',
      'live/no-series 8',
      'live/refused 9',
    ]);
    expect(live.find(({ code }) => code === 'live/no-series')?.message).toContain(
      'the server has up, and none as up{job="elsewhere"}',
    );
    expect((await ask()).stdout).toContain('nobody says where the Prometheus of prod answers');
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  const unreachable = await obsctl(temporaryProject(small), [
    'validate',
    '--live',
    '--env',
    'prod',
    '--prometheus-url',
    'http://127.0.0.1:9',
  ]);
  expect([unreachable.code, unreachable.stderr]).toEqual([3, expect.stringContaining('cannot be reached')]);
}, 60_000);
