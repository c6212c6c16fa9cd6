import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { PanelQuery } from '../../src/define/query.js';
import { ownEnvironment } from '../helpers/environment.js';
import { binary, isThere, run } from '../real/servers.js';
import { panels as alertsHealth } from './cases/alerts-health.js';
import { panels as application } from './cases/application.js';
import { panels as business } from './cases/business.js';
import { panels as performance } from './cases/performance.js';
import { panels as systemOverview } from './cases/system-overview.js';
import { type ShownDashboard, type ShownPanel, thresholdsOf, unitsOf } from './shown.js';

const specified = {
  'sp-system-overview': systemOverview,
  'sp-application': application,
  'sp-business': business,
  'sp-alerts-health': alertsHealth,
  'sp-performance': performance,
};

const dashboardsOf = (environment: string): ShownDashboard[] =>
  ownEnvironment(environment)
    .resources.filter((resource) => resource.kind === 'grafana/dashboard')
    .map((resource) => resource.body as ShownDashboard);

const prod = dashboardsOf('prod');
const panelsOf = (dashboard: ShownDashboard): ShownPanel[] => dashboard.panels.filter(({ type }) => type !== 'row');
const everyPanel = prod.flatMap((dashboard) => panelsOf(dashboard).map((panel) => ({ dashboard, panel })));

const E = 'environment="$environment",cluster=~"$cluster"';
const shorthand: Readonly<Record<string, string>> = {
  E,
  N: `${E},node=~"$node"`,
  V: `${E},service=~"$service"`,
  S: `${E},service=~"$service",instance=~"$instance"`,
};

/** The specification's shorthand as PromQL, without the blanks about which printers differ. */
const promql = (text: string) =>
  text
    .replaceAll(/\{([ENVS])(?=[,}])/g, (_, name: string) => `{${shorthand[name]}`)
    .replaceAll('[RI]', '[$__rate_interval]')
    .replaceAll(/\s/g, '');

describe.each(Object.entries(specified))('%s', (uid, expected) => {
  const dashboard = prod.find((one) => one.uid === uid);
  const shown = dashboard ? panelsOf(dashboard) : [];

  it('shows the specified panels', () => {
    expect(shown.map(({ title }) => title).sort()).toEqual(expected.map(({ title }) => title).sort());
  });

  it.each(expected.map((one) => [one.title, one] as const))('%s', (title, { type, queries, units, thresholds }) => {
    const panel = shown.find((one) => one.title === title) as ShownPanel;
    expect(panel.type).toBe(type);
    const asked = panel.targets.flatMap(({ expr }) => (expr === undefined ? [] : [expr.replaceAll(/\s/g, '')]));
    expect(asked).toEqual(queries.map(promql));
    expect(unitsOf(panel)).toEqual(units ?? []);
    expect(thresholdsOf(panel)).toEqual(thresholds ?? []);
  });
});

describe('dashboards', () => {
  it('have 82 panels, each of which says what to conclude from it', () => {
    expect(everyPanel).toHaveLength(82);
    for (const { panel } of everyPanel) expect(panel.description, panel.title).toMatch(/^[A-Z].{20,}\.$/);
  });

  it('read data sources through a variable only', () => {
    for (const { panel } of everyPanel)
      expect(panel.datasource.uid, panel.title).toMatch(/^\$\{(datasource|traces)\}$/);
  });

  it('have panels that neither overlap nor leave the grid', () => {
    for (const { uid, panels } of prod) {
      const cells = new Set<string>();
      for (const { gridPos, title } of panels) {
        expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
        for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
          for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
            expect(cells.has(`${x},${y}`), `${uid}: ${title} at ${x},${y}`).toBe(false);
            cells.add(`${x},${y}`);
          }
        }
      }
    }
  });

  it('number their panels from 1 in reading order', () => {
    for (const { panels } of prod) expect(panels.map(({ id }) => id)).toEqual(panels.map((_, index) => index + 1));
  });

  it('offer the variables of the specification, in its order', () => {
    const names = Object.fromEntries(prod.map(({ uid, templating }) => [uid, templating.list.map(({ name }) => name)]));
    const first = ['datasource', 'environment', 'cluster'];
    expect(names).toEqual({
      'sp-system-overview': [...first, 'node'],
      'sp-application': [...first, 'service', 'instance'],
      'sp-business': [...first, 'currency'],
      'sp-alerts-health': [...first, 'severity', 'team', 'service'],
      'sp-performance': [...first, 'traces', 'service', 'instance', 'route', 'method'],
    });
  });

  it('use no variable that they do not have', () => {
    const builtIn = /^__/;
    for (const { uid, templating, ...rest } of prod) {
      const own = new Set(templating.list.map(({ name }) => name));
      const used = JSON.stringify([rest, templating]).matchAll(/\$\{?([a-zA-Z_]\w*)/g);
      for (const [, name = ''] of used) expect(own.has(name) || builtIn.test(name), `${uid}: $${name}`).toBe(true);
    }
  });

  it('link to dashboards and variables that exist, and to runbooks of alerts that exist', () => {
    const groups = ownEnvironment('prod').environment.definitions.filter((one) => one.kind === 'rule-group');
    const rules = groups.flatMap((group) => group.rules);
    const alerts = rules.flatMap((rule) => (rule.kind === 'alert' ? [rule.name] : []));
    const targets = new Map(prod.map(({ uid, templating }) => [uid, templating.list.map(({ name }) => name)]));
    let checked = 0;
    for (const { panel } of everyPanel) {
      for (const { url } of [...(panel.links ?? []), ...(panel.fieldConfig.defaults.links ?? [])]) {
        const [, uid] = /^\/d\/([^?]+)/.exec(url) ?? [];
        if (uid !== undefined) {
          expect([...targets.keys()]).toContain(uid);
          for (const [, name] of url.matchAll(/var-(\w+)=/g)) expect(targets.get(uid), url).toContain(name);
          checked++;
        }
        const [, alertname] = /^https:\/\/runbooks\.example\.com\/(\w+)$/.exec(url) ?? [];
        if (alertname !== undefined) {
          expect(alerts, url).toContain(alertname);
          checked++;
        }
      }
    }
    expect(checked).toBeGreaterThan(40);
  });

  it('name series by labels that the queries have', () => {
    const dashboards = ownEnvironment('prod').environment.definitions.filter((one) => one.kind === 'dashboard');
    const queries = dashboards
      .flatMap(({ rows }) => rows.flatMap(({ panels }) => panels))
      .flatMap((panel): readonly { readonly kind: string }[] => ('queries' in panel ? panel.queries : []))
      .filter((query): query is PanelQuery => query.kind === 'panel-query');
    for (const { legend = '', of } of queries) {
      for (const [, label] of legend.matchAll(/\{\{(\w+)\}\}/g))
        expect(Object.keys(of.labels ?? {}), legend).toContain(label);
    }
  });

  it('leave out the error budget where samples are not kept for 30 days', () => {
    const titles = dashboardsOf('staging').flatMap((dashboard) => panelsOf(dashboard).map(({ title }) => title));
    expect(titles).toHaveLength(80);
    expect(titles).not.toContain('Error budget left');
  });

  it.runIf(isThere('forky'))('ask only what Prometheus can parse', async () => {
    const text = (expr: string) => expr.replaceAll('$__rate_interval', '5m').replaceAll('$__range', '6h');
    const exprs = [
      ...everyPanel.flatMap(({ panel }) => panel.targets.flatMap(({ expr }) => (expr ? [expr] : []))),
      ...prod.flatMap(({ annotations }) => annotations.list.map(({ target }) => target.expr)),
    ];
    const folder = mkdtempSync(join(tmpdir(), 'obsctl-dashboards-'));
    const file = join(folder, 'queries.yaml');
    const rules = exprs.map((expr, index) => ({ record: `query:number:${index}`, expr: text(expr) }));
    writeFileSync(file, stringify({ groups: [{ name: 'queries', rules }] }));
    const { code, output } = await run(binary('forky', 'promtool'), ['check', 'rules', '--lint=none', file]);
    rmSync(folder, { recursive: true });
    expect(output).toContain(`SUCCESS: ${rules.length} rules found`);
    expect(code).toBe(0);
  });
});
