import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { obsctl, small, type Tree, temporaryProject } from '../helpers/project.js';
import { binary, isThere, start } from './servers.js';

/** Pages and what they answer; each request is kept. */
async function runbooks() {
  const asked: string[] = [];
  const server = createServer(({ method, url = '' }, response) => {
    asked.push(`${method} ${url}`);
    const statuses: Readonly<Record<string, number>> = {
      '/gone': 404,
      '/login': 401,
      '/get': method === 'HEAD' ? 405 : 200,
    };
    response.statusCode = statuses[url] ?? 200;
    response.end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { asked, server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const withRunbooks = (url: string) => `import { alert, promql, ruleGroup } from 'obsctl';

const of = (link: string) => ({ labels: { severity: 'warning' }, annotations: { summary: 'x', runbook_url: link } });

export default ruleGroup('linked', { interval: '30s' }, [
  alert('There', { expr: promql\`up == 0\`, ...of('${url}/there') }),
  alert('ThereToo', { expr: promql\`up == 1\`, ...of('${url}/there') }),
  alert('Login', { expr: promql\`up == 2\`, ...of('${url}/login') }),
  alert('NoHead', { expr: promql\`up == 3\`, ...of('${url}/get') }),
  alert('Gone', { expr: promql\`up == 4\`, ...of('${url}/gone') }),
  alert('Nowhere', { expr: promql\`up == 5\`, ...of('http://127.0.0.1:9/') }),
  alert('Completed', { expr: promql\`up == 6\`, ...of('${url}/{{ $labels.job }}') }),
  alert('Rich', { expr: promql\`prometheus_http_requests_total >= 0\`, ...of('${url}/there') }),
]);
`;

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
    await asksForRunbooks(server.url);
    await keepsToTheBudget(server.url);
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

async function asked(tree: Tree, prometheus: string) {
  const root = temporaryProject(tree);
  const args = ['validate', '--live', '--env', 'prod', '--format', 'json', '--prometheus-url', prometheus];
  const { stdout } = await obsctl(root, args);
  const found = JSON.parse(stdout).diagnostics as { code: string; file: string; line: number; message: string }[];
  return found.filter(({ code }) => code.startsWith('live/'));
}

async function asksForRunbooks(prometheus: string): Promise<void> {
  const pages = await runbooks();
  try {
    const found = await asked({ ...small, 'monitoring/linked.ts': withRunbooks(pages.url) }, prometheus);
    const links = found.filter(({ code }) => code === 'live/runbook-link');
    expect(links.map(({ file, line, message }) => `${file}:${line} ${message}`)).toEqual([
      `monitoring/linked.ts:10 alert Gone: the runbook ${pages.url}/gone answers 404`,
      'monitoring/linked.ts:11 alert Nowhere: the runbook http://127.0.0.1:9/ cannot be reached: bad port',
    ]);
    expect(pages.asked.sort()).toEqual([
      ...['GET /get', 'GET /gone', 'HEAD /get', 'HEAD /gone', 'HEAD /login', 'HEAD /there'],
    ]);
  } finally {
    pages.server.close();
  }
}

async function keepsToTheBudget(prometheus: string): Promise<void> {
  const tree = { ...small, 'monitoring/linked.ts': withRunbooks('https://runbooks.example.com/{{ $labels.job }}') };
  const codesWith = async (live: string) => {
    const config = small['obsctl.config.ts']?.replace('definitions:', `live: ${live},\n  definitions:`) ?? '';
    const found = await asked({ ...tree, 'obsctl.config.ts': config }, prometheus);
    return found.filter(({ line, file }) => file === 'monitoring/linked.ts' && line === 13).map(({ code }) => code);
  };
  expect(await codesWith('{}')).toEqual([]);
  expect(await codesWith('{ series: 1 }')).toEqual(['live/many-series']);
  expect(await codesWith('{ seconds: 0 }')).toEqual(['live/slow']);
}
