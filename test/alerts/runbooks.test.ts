import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { ShownDashboard } from '../dashboards/shown.js';
import { ownEnvironment, repository } from '../helpers/environment.js';
import { binary, isThere, run } from '../real/servers.js';

const folder = join(repository, 'docs/runbooks');
const headings = [
  'What it means',
  'What users feel',
  'First three looks',
  'What to do',
  'When to escalate',
  'When it is noise',
];

const environments = ['local', 'staging', 'prod'].map(ownEnvironment);
const alerts = environments.flatMap(({ environment }) =>
  environment.definitions.flatMap((one) =>
    one.kind === 'rule-group' ? one.rules.flatMap((rule) => (rule.kind === 'alert' ? [rule] : [])) : [],
  ),
);
const names = [...new Set(alerts.map(({ name }) => name))].sort();

/** As the runbooks refer to them: `Dashboard: panel`. */
const panels = new Set(
  environments
    .flatMap(({ resources }) => resources.filter(({ kind }) => kind === 'grafana/dashboard'))
    .map(({ body }) => body as ShownDashboard)
    .flatMap((dashboard) => dashboard.panels.map(({ title }) => `${dashboard.title}: ${title}`)),
);

/** What a query can read: metrics, with the series of histograms and summaries, and what rules record. */
const known = new Set(
  environments.flatMap(({ environment }) =>
    environment.definitions.flatMap((one) => {
      if (one.kind === 'rule-group') return one.rules.flatMap((rule) => (rule.kind === 'record' ? [rule.name] : []));
      if (one.kind !== 'metric') return [];
      const parts = one.type === 'histogram' || one.type === 'summary' ? ['_bucket', '_count', '_sum'] : [];
      return ['', ...parts].map((part) => one.name + part);
    }),
  ),
);

const runbook = (name: string) => readFileSync(join(folder, `${name}.md`), 'utf8');
const section = (text: string, heading: string) => text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
const queries = (text: string) => [...text.matchAll(/```promql\n([\s\S]*?)```/g)].map(([, query = '']) => query.trim());

/** Whatever is left of a query without its labels, functions, operators and numbers. */
const metricsOf = (query: string) =>
  query
    .replaceAll(/\{[^}]*\}|\[[^\]]*\]|\b(by|on|ignoring|group_left|group_right) *\([^)]*\)/g, ' ')
    .replaceAll(/\b(and|or|unless|offset \w+)\b|\b\w+ *\(/g, ' ')
    .match(/\b[A-Za-z_][\w:]*/g) ?? [];

describe('runbooks', () => {
  it('are one for each alert, at the address that the alert carries', () => {
    const files = readdirSync(folder).filter((file) => file !== 'README.md');
    expect(files.sort()).toEqual(names.map((name) => `${name}.md`));
    for (const { name, annotations } of alerts) {
      expect(annotations.runbook_url?.split('/').at(-1)).toBe(name);
      expect(existsSync(join(folder, `${name}.md`))).toBe(true);
    }
    const index = readFileSync(join(folder, 'README.md'), 'utf8');
    expect([...index.matchAll(/\]\((\w+)\.md\)/g)].map(([, name]) => name)).toEqual(names);
  });

  it.each(names)('%s says what to look at, what to do and when not to', (name) => {
    const text = runbook(name);
    expect(text.startsWith(`# ${name}\n`)).toBe(true);
    expect([...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual(headings);
    for (const heading of headings) expect(section(text, heading).trim().length, heading).toBeGreaterThan(5);
    expect(section(text, 'First three looks').match(/^\d\. /gm)).toEqual(['1. ', '2. ', '3. ']);
    for (const [, reference = ''] of text.matchAll(/\*([A-Z][^*]*:\s[^*]+)\*/g)) {
      expect(panels).toContain(reference.replaceAll(/\s+/g, ' '));
    }
    for (const query of queries(text)) for (const metric of metricsOf(query)) expect(known, query).toContain(metric);
  });

  it.runIf(isThere('forky'))('ask only what Prometheus can parse', async () => {
    const all = names.flatMap((name) => queries(runbook(name)));
    const temporary = mkdtempSync(join(tmpdir(), 'obsctl-runbooks-'));
    const file = join(temporary, 'queries.yaml');
    const rules = all.map((expr, index) => ({ record: `query:number:${index}`, expr }));
    writeFileSync(file, stringify({ groups: [{ name: 'queries', rules }] }));
    const { output } = await run(binary('forky', 'promtool'), ['check', 'rules', '--lint=none', file]);
    rmSync(temporary, { recursive: true });
    expect(all.length).toBeGreaterThan(20);
    expect(output).toContain(`SUCCESS: ${all.length} rules found`);
  });
});
