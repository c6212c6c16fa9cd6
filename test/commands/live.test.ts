import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { obsctl, small, type Tree, temporaryProject } from '../helpers/project.js';

/** A Prometheus that has one series of each metric named, with these labels, and counts what it is asked. */
async function prometheus(series: Readonly<Record<string, readonly string[]>>) {
  const asked: string[] = [];
  let there = series;
  const server = createServer(({ url = '' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    const text = searchParams.get('query') ?? searchParams.get('match[]') ?? '';
    asked.push(`${pathname.split('/').at(-1)} ${text}`);
    const found = Object.entries(there).filter(([name]) => text.includes(name));
    const data =
      pathname === '/api/v1/labels'
        ? found.flatMap(([, labels]) => ['__name__', ...labels])
        : { resultType: 'vector', result: found.map(() => ({ metric: {}, value: [0, '1'] })) };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ status: 'success', data }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  return {
    asked,
    have: (now: typeof series) => {
      there = now;
    },
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  };
}

const texts = `labels: { severity: 'warning' }, annotations: { summary: 'x' }`;

const grouped = `import { alert, except, promql, record, ruleGroup } from 'obsctl';

export default ruleGroup('grouped', { interval: '30s' }, [
  alert('Grouped', { expr: promql\`sum by (job, instnce) (up) == 0\`, ${texts} }),
  alert('Matched', { expr: promql\`up * on (job) group_left (version) build_info == 0\`, ${texts} }),
  alert('Ignored', { expr: promql\`up / ignoring (version) build_info == 0\`, ${texts} }),
  alert('Without', { expr: promql\`sum without (pod) (up) == 0\`, ${texts} }),
  alert('Made', { expr: promql\`sum by (host) (label_replace(up, "host", "$1", "instance", "(.*):.*")) == 0\`, ${texts} }),
  alert('Gone', { expr: promql\`sum by (anything) (nobody_exposes_this) == 0\`, ${texts} }),
  record('job:up:sum', promql\`sum by (job) (up)\`, { unit: 'count' }),
  alert('Recorded', { expr: promql\`sum by (whatever) (job:up:sum) == 0\`, ${texts} }),
  except(
    alert('Accepted', { expr: promql\`sum by (zone) (up) == 0\`, ${texts} }), 'live/no-label', 'zones come with the move'),
]);
`;

interface Found {
  readonly code: string;
  readonly severity: string;
  readonly line: number;
  readonly message: string;
  readonly help?: string;
}

async function validate(root: string, url: string, ...args: string[]) {
  const all = ['validate', '--live', '--env', 'prod', '--format', 'json', '--prometheus-url', url, ...args];
  const { stdout } = await obsctl(root, all);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: Found[] };
  return diagnostics.filter(({ code }) => /^(live|exception|config)\//.test(code));
}

const withConfig = (options: string): Tree => ({
  ...small,
  'monitoring/grouped.ts': grouped,
  'obsctl.config.ts': small['obsctl.config.ts']?.replace('definitions:', `${options}\n  definitions:`) ?? '',
});

/** What `small` records is there too. */
const rooms = { temperature_celsius: ['room'] };
const both = { ...rooms, up: ['job', 'instance'], build_info: ['job', 'instance', 'version'] };

it('labels that a query groups, matches and copies by are asked for', async () => {
  const server = await prometheus(both);
  const found = await validate(temporaryProject({ ...small, 'monitoring/grouped.ts': grouped }), server.url);
  const labels = found.filter(({ code }) => code === 'live/no-label');
  expect(labels.map(({ line, message }) => `${line} ${message}`)).toEqual([
    '4 alert Grouped: sum by (…) names the label instnce, which no series of the server has as up: did you mean "instance"?',
    '7 alert Without: sum without (…) names the label pod, which no series of the server has as up',
  ]);
  expect(labels[1]).toMatchObject({ severity: 'warning', help: 'it has job, instance' });
  expect(found.filter(({ code }) => code === 'live/no-metric').map(({ line }) => line)).toEqual([9]);
  server.have({ ...rooms, up: ['job'], build_info: ['instance'] });
  const less = await validate(temporaryProject({ ...small, 'monitoring/grouped.ts': grouped }), server.url);
  const ofLess = less.filter(({ code }) => code === 'live/no-label').map(({ line, message }) => `${line} ${message}`);
  expect(ofLess.filter((one) => /^[56] /.test(one))).toEqual([
    '5 alert Matched: on (…) names the label job, which no series of the server has as build_info',
    '5 alert Matched: group_left (…) names the label version, which no series of the server has as build_info',
    '6 alert Ignored: ignoring (…) names the label version, which no series of the server has as up, build_info',
  ]);
});

it('how much they matter says the configuration, and a misspelt code of them is refused', async () => {
  const server = await prometheus(both);
  const severities = async (checks: string) => {
    const found = await validate(temporaryProject(withConfig(`checks: ${checks},`)), server.url);
    return found.map(({ code, severity, message }) => (code.startsWith('live/') ? `${code} ${severity}` : message));
  };
  expect(await severities("{ 'live/no-label': 'error', 'live/no-metric': 'off' }")).toEqual([
    'live/no-label error',
    'live/no-label error',
  ]);
  expect(await severities("{ 'live/no-labels': 'off' }")).toEqual([
    'there is no check live/no-labels: did you mean live/no-label?',
  ]);
});

it('an exception from them is no unused one, as the server may answer otherwise tomorrow', async () => {
  const root = temporaryProject({ ...small, 'monitoring/grouped.ts': grouped });
  const { stdout } = await obsctl(root, ['validate', '--format', 'json']);
  expect(JSON.parse(stdout).diagnostics.filter(({ code }: Found) => code.startsWith('exception/'))).toEqual([]);
});

it('good answers are believed for ten minutes, and those in which something was found never', async () => {
  const server = await prometheus(both);
  const root = temporaryProject({ ...small, 'monitoring/grouped.ts': grouped });
  const first = await validate(root, server.url);
  expect(server.asked.length).toBeGreaterThan(10);
  expect(new Set(server.asked).size).toBe(server.asked.length);
  server.asked.length = 0;
  expect(await validate(root, server.url)).toEqual(first);
  expect(server.asked.sort()).toEqual(['labels up', 'query count(nobody_exposes_this)']);
  // mended: nobody has to wait
  server.have({ ...both, up: ['job', 'instance', 'instnce', 'pod', 'zone'], nobody_exposes_this: ['anything'] });
  expect((await validate(root, server.url)).filter(({ code }) => /no-(label|metric)/.test(code))).toEqual([]);
  server.asked.length = 0;
  const text = await obsctl(root, ['validate', '--live', '--env', 'prod', '--prometheus-url', server.url]);
  expect(server.asked).toEqual([]);
  expect(text.stdout).toMatch(/in \d+ queries, \d+ answers of less than 10 minutes ago/);
  // another server is another question
  const other = await prometheus(both);
  await validate(root, other.url);
  expect(other.asked.length).toBeGreaterThan(10);
});

it('nothing is believed where the command or the configuration says so, or once it is old', async () => {
  const server = await prometheus(both);
  const root = temporaryProject({ ...small, 'monitoring/grouped.ts': grouped });
  const asked = async (project: string, ...args: string[]) => {
    server.asked.length = 0;
    await validate(project, server.url, ...args);
    return server.asked.length;
  };
  const all = await asked(root);
  expect(await asked(root)).toBeLessThan(all);
  expect(await asked(root, '--no-cache')).toBe(all);
  const always = temporaryProject(withConfig('live: { cacheMinutes: 0 },'));
  expect([await asked(always), await asked(always)]).toEqual([all, all]);
  expect(answersIn(always)).toEqual([]);
  for (const minutes of [-11, 11]) {
    const [file = ''] = answersIn(root);
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { at: number }>;
    for (const one of Object.values(kept)) one.at += minutes * 60_000;
    writeFileSync(file, JSON.stringify(kept));
    expect([minutes, await asked(root)]).toEqual([minutes, all]);
  }
  writeFileSync(answersIn(root)[0] ?? '', '{"half":');
  expect(await asked(root)).toBe(all);
});

it('what is kept says neither who was asked nor what', async () => {
  const server = await prometheus(both);
  const root = temporaryProject({ ...small, 'monitoring/grouped.ts': grouped });
  await validate(root, server.url.replace('127.0.0.1', 'user:hunter2@127.0.0.1'));
  const kept = answersIn(root).map((file) => readFileSync(file, 'utf8'));
  expect(kept).toHaveLength(1);
  expect(kept[0]).not.toMatch(/hunter2|127\.0\.0\.1|sum by|build_info/);
});

function answersIn(root: string): string[] {
  const folder = join(root, '.obsctl', 'cache');
  return readdirSync(folder).flatMap((name) => (name.startsWith('live-') ? [join(folder, name)] : []));
}
