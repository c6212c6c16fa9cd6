import { describe, expect, it } from 'vitest';
import { repository } from '../helpers/environment.js';
import { obsctl, temporaryProject } from '../helpers/project.js';

const foreign = `route:
  receiver: default
  routes:
    - matchers: ['severity="critical"']
      receiver: pager
      continue: true
    - matchers: ['team="web"']
      receiver: chat
      active_time_intervals: [office]
inhibit_rules:
  - source_matchers: [alertname="NodeDown"]
    target_matchers: [severity=~"critical|warning", alertname!="NodeDown"]
    equal: [node]
time_intervals:
  - name: office
    time_intervals: [{weekdays: ['monday:friday'], times: [{start_time: '09:00', end_time: '17:00'}]}]
receivers:
  - name: default
  - name: pager
    webhook_configs: [{url: 'http://localhost:5001/'}]
  - name: chat
    webhook_configs: [{url: 'http://localhost:5002/'}]
`;

async function route(args: readonly string[], cwd = temporaryProject({ 'alertmanager.yml': foreign })) {
  const { code, stdout, stderr } = await obsctl(cwd, ['alerts', 'route', ...args, '--format', 'json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

const config = ['--config', 'alertmanager.yml'];

describe('obsctl alerts route, of a file of others', () => {
  it('names who is notified, in the order of the tree', async () => {
    const found = await route(['severity=critical', 'team=web', '--at', 'Mon 10:00', ...config]);
    expect(found).toMatchObject({
      schema: 'obsctl/alerts-route/v1',
      ok: true,
      receivers: ['pager', 'chat'],
      mutedReceivers: [],
      inhibitedBy: [],
    });
    expect(found.path.map(({ route: name, line }: { route: string; line: number }) => [name, line])).toEqual([
      ['root', 2],
      ['severity="critical"', 4],
      ['team="web"', 7],
    ]);
  });

  it('and who is silent at that hour', async () => {
    expect(await route(['severity=critical', 'team=web', '--at', 'Sun 10:00', ...config])).toMatchObject({
      receivers: ['pager'],
      mutedReceivers: ['chat'],
    });
  });

  it('and what another alert mutes', async () => {
    const firing = ['--firing', 'NodeDown node=n1', '--firing', 'alertname=Other,node=n2'];
    expect(await route(['Down', 'severity=critical', 'node=n1', ...firing, ...config])).toMatchObject({
      receivers: [],
      mutedReceivers: ['pager'],
      inhibitedBy: [
        { rule: 'inhibit rule 1', source: { alertname: 'NodeDown', node: 'n1' }, equal: ['node'], line: 11 },
      ],
    });
    expect(await route(['Down', 'severity=critical', 'node=n2', ...firing, ...config])).toMatchObject({
      receivers: ['pager'],
      inhibitedBy: [],
    });
  });

  it('shows the way to a person', async () => {
    const root = temporaryProject({ 'alertmanager.yml': foreign });
    const args = ['alerts', 'route', 'Down', 'team=web', '--at', '2026-11-29T10:00Z', ...config];
    const { stdout } = await obsctl(root, args);
    expect(stdout).toBe(`Down team=web  Sun 2026-11-29 10:00 UTC

● root
  ○ severity="critical"  severity is not set
  ● team="web"           → chat is silent, outside of office

nobody is notified
silent    chat
`);
  });

  it.each([
    [['a=~b', ...config], 'a=~b is no label', 'input/label'],
    [['a==b', ...config], 'write a=b', 'input/label'],
    [["a='b'", ...config], "a='b' is no label", 'input/label'],
    [['a=b', '--at', 'soon', ...config], '"soon" is no time', 'input/time'],
    [['a=b', '--config', 'absent.yml'], 'absent.yml does not exist', 'file/unreadable'],
  ])('%j is refused kindly', async (args, message, code) => {
    const root = temporaryProject({ 'alertmanager.yml': foreign });
    const { code: exit, stderr } = await obsctl(root, ['alerts', 'route', ...args]);
    expect(exit).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain(code);
  });
});

describe('obsctl alerts route, of the project', () => {
  it.each([
    [
      ['severity=critical', 'category=performance', 'team=streaming'],
      'Tue 10:00',
      ['incident-log', 'oncall-streaming'],
    ],
    [
      ['severity=critical', 'category=performance', 'team=streaming'],
      'Sun 03:00',
      ['incident-log', 'sms-oncall', 'oncall-streaming'],
    ],
    [['severity=info', 'category=meta'], 'Sun 03:00', []],
  ])('%s at %s', async (labels, at, receivers) => {
    const found = await route([...labels, '--at', at, '--env', 'prod'], repository);
    expect(found.receivers).toEqual(receivers);
    expect(found.path.at(-1)).toMatchObject({ file: 'alerts/routing.ts' });
    expect(found.path[0]).toMatchObject({ route: 'root', file: 'alerts/routing.ts' });
  });

  const asked = async (...args: readonly string[]) => {
    const { code, stdout } = await obsctl(repository, [
      'alerts',
      'route',
      ...args,
      '--env',
      'prod',
      '--format',
      'json',
    ]);
    const { labels, diagnostics } = JSON.parse(stdout);
    const says = diagnostics.map(({ message, help }: { message: string; help: string }) => `${message}: ${help}`);
    return { code, labels, says };
  };

  it('says what no alert of the project carries, and what is meant', async () => {
    expect((await asked('severty=critical')).says).toEqual([
      'no alert carries the label severty: did you mean severity?',
    ]);
    expect((await asked('severity=crtical', 'team=platform')).says).toEqual([
      'severity is never crtical: did you mean critical?',
    ]);
    expect(await asked('severity=page')).toEqual({
      code: 0,
      labels: { severity: 'page' },
      says: ['severity is never page: the known ones are critical, warning, emergency, info'],
    });
    expect((await asked('HighLatncyP99')).says).toEqual([
      'no alert is called HighLatncyP99: did you mean HighLatencyP99?',
    ]);
    expect((await asked('NodeDown', 'node=n7')).says).toEqual([]);
    const [, ...firing] = ['x', '--firing', 'NodeDown nod=n1'];
    expect((await asked('InstanceDown', 'service=redis', ...firing)).says).toEqual([
      'no NodeDown carries the label nod: did you mean node?',
    ]);
  });

  it('knows the labels that the rule of a named alert sets', async () => {
    expect(await asked('HighCpuUsage')).toEqual({
      code: 0,
      labels: {
        alertname: 'HighCpuUsage',
        category: 'system',
        service: 'node',
        severity: 'critical',
        team: 'platform',
      },
      says: [],
    });
    // the team is a template over the service
    expect((await asked('HighLatencyP99', 'service=stream-server')).labels).toMatchObject({ team: 'streaming' });
    expect((await asked('HighLatencyP99')).says).toEqual([
      'team of HighLatencyP99 depends on service, which is not given: add service=…, or team=…',
    ]);
    expect((await asked('ConnectionBudgetHigh')).says).toEqual([
      'there are 2 alerts called ConnectionBudgetHigh, by severity: add severity=warning or severity=critical',
    ]);
    expect(await asked('ConnectionBudgetHigh', 'severity=warning')).toMatchObject({
      labels: { team: 'streaming', category: 'capacity' },
      says: [],
    });
  });

  it.each([
    [['--env', 'prod', '--env', 'staging'], 'it was given twice, as prod and staging'],
    [['--env', 'prd'], 'did you mean "prod"?'],
  ])('%j is refused', async (args, message) => {
    const { code, stderr } = await obsctl(repository, ['alerts', 'route', 'severity=critical', ...args]);
    expect({ code, said: stderr.includes(message) }).toEqual({ code: 2, said: true });
  });
});
