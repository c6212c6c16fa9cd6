import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { obsctl, small, temporaryProject } from '../helpers/project.js';
import { binary, isThere } from '../real/servers.js';

const definitions = (scenarios: string) => ({
  ...small,
  'monitoring/rules.ts': `import { alert, gt, ruleGroup } from 'obsctl';
import { temperature } from './metrics.js';

const rule = (name: string, limit: number, severity: string) =>
  alert(name, {
    expr: gt(temperature, limit),
    for: '2m',
    labels: { severity },
    annotations: { summary: '{{ $labels.room }} has {{ $value }} degrees' },
  });

export const warm = rule('Warm', 30, 'warning');
export const hot = rule('Hot', 40, 'critical');
export default ruleGroup('home', { interval: '30s' }, [warm, hot]);
`,
  'monitoring/notifications.ts': `import { inhibit, notifications, receiver, route, secret, slack, timeInterval } from 'obsctl';

const channel = (room: string) =>
  slack({
    channel: room,
    url: secret.file('/etc/alertmanager/slack'),
    title: '{{ .CommonLabels.alertname }}',
    text: '{{ range .Alerts }}{{ .Annotations.summary }}{{ end }}',
  });
export const pager = receiver('pager', [channel('#pager')]);
export const desk = receiver('desk', [channel('#desk')]);
const hours = timeInterval('hours', { weekdays: ['monday:friday'], times: [{ from: '09:00', to: '17:00' }] });
export default notifications({
  route: {
    receiver: pager,
    groupBy: ['alertname', 'room'],
    groupWait: '30s',
    groupInterval: '1m',
    routes: [
      route({ matchers: { severity: 'critical' }, receiver: pager }),
      route({ matchers: { severity: 'warning' }, receiver: desk, activeTimes: [hours] }),
    ],
  },
  inhibit: [inhibit({ name: 'hotter', source: { severity: 'critical' }, target: { severity: 'warning' }, equal: ['room'] })],
});
`,
  'monitoring/scenarios.tests.ts': `import { expect, scenario, series, steady } from 'obsctl';
import { temperature } from './metrics.js';
import { desk, pager } from './notifications.js';

const attic = { room: 'attic' } as const;

export default [
${scenarios}
];
`,
});

describe.skipIf(!isThere('forky'))('a scenario', () => {
  const promtool = { OBSCTL_PROMTOOL: binary('forky', 'promtool') };

  it('goes from series to messages: routes at that hour, inhibition, the end, and the text', async () => {
    const root = temporaryProject(
      definitions(`  scenario('warm in office hours', 'Tue 10:00',
    series(temperature, attic, steady(35).for('10m'), steady(20)),
    expect(desk).toBeToldBy('2m 30s', { alerts: [{ labels: { alertname: 'Warm', room: 'attic' } }], says: /^attic has 35 degrees$/ }),
    expect(desk).toHearTheEndBy('12m'),
    expect(pager).toHearNothing('15m')),
  scenario('warm at night', 'Tue 23:00',
    series(temperature, attic, 35),
    expect(desk).toHearNothing('15m'),
    expect(pager).toHearNothing('15m')),
  scenario('hot, and therefore warm', 'Tue 10:00',
    series(temperature, attic, 45),
    expect(pager).toBeToldBy('3m', { says: [/^Hot$/, /45 degrees/] }),
    expect(desk).toHearNothing('15m')),`),
    );
    const { code, stdout, stderr } = await obsctl(root, ['test'], promtool);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'prod  3 passed\n', stderr: '' });
  });

  it('is one of the kinds that can be chosen', async () => {
    const root = temporaryProject(
      definitions(`  scenario('nothing', 'Tue 10:00', series(temperature, attic, 20), expect(desk).toHearNothing('5m')),
  test('cold', series(temperature, attic, 20), expect(warm).toStayQuiet('5m')),
  test('warm', series(temperature, attic, 35), expect(warm).toFireAt('5m')),
  routing('who is told', [{ alert: 'Warm severity=warning', at: 'Tue 10:00', notifies: [desk] }]),`),
    );
    const file = join(root, 'monitoring/scenarios.tests.ts');
    const imports = "import { warm } from './rules.js';\nimport { routing, test } from 'obsctl';\n";
    writeFileSync(file, imports + readFileSync(file, 'utf8'));
    const kinds = async (...args: readonly string[]) => {
      const { stdout, code } = await obsctl(root, ['test', '--format', 'json', ...args], promtool);
      expect(code).toBe(0);
      return JSON.parse(stdout).tests.map(({ kind }: { readonly kind: string }) => kind);
    };
    expect(await kinds()).toEqual(['route', 'rules', 'rules', 'scenario']);
    expect(await kinds('--kind', 'scenario')).toEqual(['scenario']);
    expect(await kinds('--kind', 'route', '--kind', 'rules')).toEqual(['route', 'rules', 'rules']);
    // which needs no promtool, and does not ask for one
    const { code, stderr } = await obsctl(root, ['test', '--kind', 'route'], { OBSCTL_PROMTOOL: '/nowhere' });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const none = await obsctl(root, ['test', '--kind', 'message', '--filter', 'cold'], promtool);
    expect(none.stderr).toContain('no test of the kind message matches "cold"');
    const wrong = await obsctl(root, ['test', '--kind', 'routes'], promtool);
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('the kinds are rules, route, message') });
  });

  it('shows who was told instead, and why somebody was not', async () => {
    const root = temporaryProject(
      definitions(`  scenario('hot, and therefore warm', 'Tue 10:00',
    series(temperature, attic, steady(45).for('20m'), steady(20)),
    expect(desk).toBeToldBy('5m', { alerts: [{ labels: { alertname: 'Warm' } }] }),
    expect(pager).toBeToldBy('5m', { says: /46 degrees/ }),
    expect(pager).toHearTheEndBy('10m'),
    expect(pager).toHearNothing('5m')),`),
    );
    const { code, stdout } = await obsctl(root, ['test'], promtool);
    expect(code).toBe(1);
    await expect(stdout).toMatchFileSnapshot('../golden/test/failing-scenario.txt');
  });
});
