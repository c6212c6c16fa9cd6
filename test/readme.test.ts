import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from './helpers/environment.js';
import { blocks, compile, filesOf, page } from './helpers/pages.js';
import { obsctl, temporaryProject } from './helpers/project.js';

const readme = page('README.md');
const own = readme.slice(readme.indexOf('## In a project of your own'));
const project = filesOf(own);

/** The metrics that the first lines of the README are about. */
const metrics = `import { anyValue, counter, gauge, histogram, quantile, query, rate, sum } from 'obsctl';

const info = { help: 'Help.', owner: 'team', group: 'g', exposedBy: ['api'], series: 1, aggregate: 'sum' } as const;
const labels = { method: anyValue, route: anyValue, service: anyValue, status_code: anyValue };
export const httpRequestDuration = histogram('http_request_duration_seconds', { ...info, unit: 'seconds', labels, buckets: [0.1, 1] });
export const systemLoad = gauge('system_load1', { ...info, unit: 'count', labels: { node: anyValue } });
export const httpRequests = counter('http_requests_total', { ...info, unit: 'requests', labels });
`;
const [first = ''] = blocks('ts', readme);
const [compilerSays = '', obsctlSays = '', validateSays = ''] = blocks('text', readme).map((block) => block.trim());
const mistakes = first.split('\n').filter((line) => /^(quantile|rate|sum|query)\(/.test(line));
const slow = first.split('\n').find((line) => line.startsWith('const slow')) ?? '';

describe('the project of the README', { timeout: 120_000 }, () => {
  it('builds, and the compiler has nothing against it', async () => {
    expect(Object.keys(project).sort()).toEqual(['monitoring/checkout.ts', 'obsctl.config.ts', 'tsconfig.json']);
    const root = temporaryProject({ ...project, 'package.json': '{ "type": "module" }' });
    const { code, stderr } = await obsctl(root, ['build']);
    expect([stderr, code]).toEqual(['', 0]);
    expect(existsSync(join(root, 'build/prod/prometheus/rules/checkout.yaml'))).toBe(true);
    expect(compile(root)).toEqual([]);
  });

  it('says of a misspelt option what the README shows', async () => {
    const wrong = {
      'monitoring/checkout.ts': (project['monitoring/checkout.ts'] ?? '').replace("for: '5m'", "fore: '5m'"),
    };
    const { stderr } = await obsctl(temporaryProject({ ...project, ...wrong }), ['build']);
    expect(blocks('text', own)).toContain(stderr);
  });
});

describe('the mistakes of the README', { timeout: 120_000 }, () => {
  it('are refused by the compiler in these words', () => {
    const wrong = { 'monitoring/wrong.ts': [metrics, slow, ...mistakes].join('\n') };
    const root = temporaryProject({ ...project, ...wrong, 'package.json': '{ "type": "module" }' });
    const shown = compilerSays.split('\n').map((line) => line.split('…'));
    const said = compile(root);
    expect(said).toHaveLength(mistakes.length);
    for (const [index, parts] of shown.entries()) for (const part of parts) expect(said[index]).toContain(part);
  });

  it.each(mistakes.map((mistake, index) => [mistake, obsctlSays.split('\n')[index] ?? 'nothing']))(
    '%s is refused by obsctl in these words',
    async (mistake, says) => {
      const wrong = { 'monitoring/wrong.ts': [metrics, slow, mistake].join('\n') };
      const { code, stderr } = await obsctl(temporaryProject({ ...project, ...wrong }), ['build']);
      expect(stderr.split('\n')[0]).toContain(`error  ${says}  `);
      expect(code).toBe(2);
    },
  );
});

/** The file that `obsctl validate` of the README is about. */
const foreign = `groups:
  - name: api
    rules:
      - alert: ApiSlow
        expr: histogram_quantile(0.99, sum by (job) (rate(http_request_duration_seconds_bucket[5m]))) > 1
        for: 10m
        labels: { severity: warning }
        annotations:
          summary: '{{ $labels.instance }} is slow'
          runbook_url: https://runbooks.example.com/ApiSlow
`;

describe('a file of somebody else', () => {
  it('gets the findings that the README shows', async () => {
    const { code, stderr } = await obsctl(temporaryProject({ 'rules.yaml': foreign }), ['validate', 'rules.yaml']);
    expect(stderr.trim()).toBe(validateSays);
    expect(code).toBe(1);
  });
});

describe('what is packed', { timeout: 120_000 }, () => {
  it('holds everything that the README links to', () => {
    const out = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: repository });
    const files = (JSON.parse(out.toString()) as [{ files: { path: string }[] }])[0].files.map(({ path }) => path);
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => path ?? '');
    expect(links.length).toBeGreaterThan(8);
    expect(links.filter((link) => !files.includes(link))).toEqual([]);
  });
});
