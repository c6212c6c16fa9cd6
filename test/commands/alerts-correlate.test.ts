import { describe, expect, it } from 'vitest';
import { repository } from '../helpers/environment.js';
import { obsctl, temporaryProject } from '../helpers/project.js';

const foreign = `route:
  receiver: chat
  group_by: [alertname]
  routes:
    - matchers: ['team="web"']
      receiver: web
      active_time_intervals: [office]
inhibit_rules:
  - source_matchers: [alertname="NodeDown"]
    target_matchers: [alertname!="NodeDown"]
    equal: [node]
time_intervals:
  - name: office
    time_intervals: [{weekdays: ['monday:friday']}]
receivers:
  - name: chat
    webhook_configs: [{url: 'http://localhost:5001/'}]
  - name: web
`;

const firing = [
  'NodeDown node=n1',
  'InstanceDown node=n1',
  'InstanceDown node=n2 job=a',
  'InstanceDown node=n3 job=b',
  'Slow team=web',
];

describe('obsctl alerts correlate', () => {
  const args = ['alerts', 'correlate', ...firing, '--config', 'alertmanager.yml', '--at', '2026-11-29 10:00'];

  it('groups what is told and names what is muted by what', async () => {
    const root = temporaryProject({ 'alertmanager.yml': foreign });
    const { stdout, code } = await obsctl(root, [...args, '--format', 'json']);
    expect(code).toBe(0);
    const found = JSON.parse(stdout);
    expect(found).toMatchObject({
      schema: 'obsctl/alerts-correlate/v1',
      at: '2026-11-29T10:00:00.000Z',
      muted: [
        {
          labels: { alertname: 'InstanceDown', node: 'n1' },
          by: { rule: 'inhibit rule 1', source: { alertname: 'NodeDown', node: 'n1' }, equal: ['node'], line: 9 },
        },
      ],
    });
    const groups = found.notifications.map(
      (one: { receiver: string; silent: boolean; alerts: { node?: string }[] }) => [
        one.receiver,
        one.silent,
        one.alerts.map(({ node }) => node ?? ''),
      ],
    );
    expect(groups).toEqual([
      ['chat', false, ['n1']],
      ['chat', false, ['n2', 'n3']],
      ['web', true, ['']],
    ]);
  });

  it('shows it to a person', async () => {
    const root = temporaryProject({ 'alertmanager.yml': foreign });
    const { stdout } = await obsctl(root, args);
    expect(stdout).toBe(`Sun 2026-11-29 10:00 UTC

chat, webhook  NodeDown
  NodeDown node=n1

chat, webhook  InstanceDown
  InstanceDown node=n2 job=a
  InstanceDown node=n3 job=b

web is silent, outside of office  Slow
  Slow team=web

muted  InstanceDown node=n1
  by NodeDown node=n1  inhibit rule 1, same node
`);
  });

  it('knows the labels of alerts of the project, and says what none of them carries', async () => {
    const { code, stdout } = await obsctl(repository, [
      ...['alerts', 'correlate', '--env', 'prod', '--at', 'Tue 10:00', '--format', 'json'],
      ...['NodeDown node=n1', 'InstanceDown service=backend-api node=n1', 'TargetDown nod=n1'],
    ]);
    const { muted, diagnostics } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(muted[0].labels).toMatchObject({ alertname: 'InstanceDown', severity: 'critical', team: 'backend' });
    expect(diagnostics.map(({ message }: { message: string }) => message)).toEqual([
      'no TargetDown carries the label nod',
    ]);
  });

  it('knows the names of the project’s inhibitions', async () => {
    const { stdout } = await obsctl(repository, [
      ...['alerts', 'correlate', '--env', 'prod', '--at', 'Tue 10:00', '--format', 'json'],
      'NodeDown severity=critical category=system service=node node=n1 team=platform',
      'InstanceDown severity=critical category=reliability service=backend-api node=n1 team=backend',
    ]);
    const { muted, notifications } = JSON.parse(stdout);
    expect(muted.map(({ by }: { by: { rule: string; file: string } }) => [by.rule, by.file])).toEqual([
      ['node-down', 'alerts/inhibition.ts'],
    ]);
    const told = notifications.filter(({ silent }: { silent: boolean }) => !silent);
    expect(told.map(({ receiver }: { receiver: string }) => receiver)).toEqual(['incident-log', 'oncall-platform']);
  });
});
