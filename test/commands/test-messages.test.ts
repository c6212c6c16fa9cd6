import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { obsctl, small, temporaryProject, write } from '../helpers/project.js';

/** No rule is tested here, so no promtool is needed. */
const environment = { PATH: '/nowhere', OBSCTL_SERVERS: '/nowhere', OBSCTL_PROMTOOL: '' };
const test = (root: string, ...flags: readonly string[]) => obsctl(root, ['test', ...flags], environment);

const project = (tests: string, title = '{{ template "desk.title" . }}') => ({
  ...small,
  'monitoring/rules.ts': `import { alert, gt, ruleGroup } from 'obsctl';
import { temperature } from './metrics.js';

export const hot = alert('Hot', {
  expr: gt(temperature, 40),
  labels: { severity: 'critical' },
  annotations: { summary: '{{ $labels.room }} has {{ $value }} degrees', description: 'Open a window.' },
});
export default ruleGroup('home', { interval: '30s' }, [hot]);
`,
  'monitoring/desk.tmpl': `{{ define "desk.title" }}{{ if gt (len .Alerts) 1 }}{{ len .Alerts }} rooms{{ else }}{{ .CommonLabels.room }}{{ end }}{{ end }}
{{ define "desk.text" }}{{ range .Alerts }}{{ .Annotations.summary }}
{{ .Annotations.description }}
{{ end }}{{ end }}
`,
  'monitoring/notifications.ts': `import { email, notifications, receiver, route, secret, slack, template } from 'obsctl';
import desk from './desk.tmpl';

export const people = receiver('people', [
  slack({ channel: '#desk', url: secret.file('/slack'), title: '${title}', text: '{{ template "desk.text" . }}' }),
  email({ to: 'desk@example.com', headers: { Subject: 'x' }, html: '<p>{{ template "desk.text" . }}</p>', text: 'y' }),
]);
export default notifications({
  smtp: { smarthost: 'smtp:587', from: 'a@example.com' },
  route: { receiver: people, groupBy: ['alertname'] },
  templates: [template('desk', desk)],
});
`,
  'monitoring/messages.tests.ts': `import { message } from 'obsctl';
import { people } from './notifications.js';
import { hot } from './rules.js';

export default [
${tests}
];
`,
});

const one = "  message('a hot room', [people], [{ alert: hot, labels: { room: 'attic' }, value: 50 }]),";
const folder = 'monitoring/messages.snapshots/prod';
const slack = `${folder}/a-hot-room/people.slack.txt`;

describe('what messages read like', () => {
  it('is written when somebody asks for it, and compared from then on', async () => {
    const root = temporaryProject(project(one));
    const first = await test(root);
    expect(first.code).toBe(1);
    expect(first.stdout).toContain(`there is no ${slack} yet`);
    expect(first.stdout).toContain('obsctl test --update writes it: read what it says, and commit it');
    expect(existsSync(join(root, folder))).toBe(false);
    const { code, stdout } = await test(root, '--update');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `prod  2 passed
written  ${slack}
written  ${folder}/a-hot-room/people.email.txt
written  ${folder}/a-hot-room/people.email.html
`,
    });
    expect(readFileSync(join(root, slack), 'utf8')).toBe(`obsctl message: a hot room, prod
slack to #desk, receiver people

title: attic
link: https://alertmanager.example.com/#/alerts?receiver=people
color: danger
text:
    attic has 50 degrees
    Open a window.

`);
    expect(readFileSync(join(root, `${folder}/a-hot-room/people.email.html`), 'utf8')).toContain('attic has 50');
    expect(await test(root)).toMatchObject({ code: 0, stdout: 'prod  2 passed\n' });
    expect(await test(root, '--update')).toMatchObject({ code: 0, stdout: 'prod  2 passed\n' });
  });

  it('is shown line by line where it has changed', async () => {
    const root = temporaryProject(project(one));
    await test(root, '--update');
    write(root, {
      'monitoring/rules.ts': project(one)['monitoring/rules.ts'].replace('Open a window.', 'Open all windows.'),
    });
    const { code, stdout } = await test(root);
    expect(code).toBe(1);
    expect(stdout).toBe(`✗ a hot room: slack to people  prod  monitoring/messages.tests.ts:6:3
    ${slack} reads otherwise, line 9
      -     Open a window.
      +     Open all windows.

✗ a hot room: email to people  prod  monitoring/messages.tests.ts:6:3
    ${folder}/a-hot-room/people.email.html reads otherwise, line 2
      - Open a window.
      + Open all windows.

prod  2 failed
`);
    expect(readFileSync(join(root, slack), 'utf8')).toContain('Open a window.');
  });

  it('goes where its test goes, and nothing else does', async () => {
    const root = temporaryProject(project(`${one}\n${one.replace('a hot room', 'another')}`));
    await test(root, '--update');
    write(root, {
      [`${folder}/notes.txt`]: 'mine',
      'monitoring/messages.tests.ts': project(one)['monitoring/messages.tests.ts'],
    });
    const { code, stderr } = await test(root);
    expect(code).toBe(0);
    expect(stderr).toContain(`${folder}/another/people.slack.txt`);
    expect(stderr).toContain('no test has this message any more');
    // of the others, a filter says nothing
    expect((await test(root, '--update', '--filter', 'a hot room')).stdout).toBe('prod  2 passed\n');
    const { stdout } = await test(root, '--update');
    expect(stdout.match(/^removed {2}.*$/gm)).toHaveLength(3);
    expect(existsSync(join(root, folder, 'another'))).toBe(false);
    expect(readFileSync(join(root, `${folder}/notes.txt`), 'utf8')).toBe('mine');
    expect(existsSync(join(root, slack))).toBe(true);
  });

  it('tells of templates and their branches that no message needs', async () => {
    const root = temporaryProject(project(one));
    await test(root, '--update');
    const { stdout } = await test(root, '--coverage');
    expect(stdout).toContain(
      'untested  desk.title: {{ if gt (len .Alerts) 1 }} is never taken  branches of templates  monitoring/desk.tmpl:1:29',
    );
    expect(stdout).toContain('1 of 1 routes, 0 of 0 inhibitions, 2 of 2 templates, 2 of 3 branches of templates');
    const unused = temporaryProject(project(one, 'x'));
    await test(unused, '--update');
    // a template that no receiver leads to is nothing that a message could show
    expect((await test(unused, '--coverage')).stdout).toContain('1 of 1 templates, 1 of 1 branches of templates');
  });

  it('fails where it could not be sent, whatever a file says', async () => {
    const root = temporaryProject(project(one, '{{ (index .Alerts 7).Status }}'));
    const { code, stdout } = await test(root, '--update');
    expect(code).toBe(1);
    expect(stdout).toContain('title cannot be rendered: ');
    expect((await test(root)).code).toBe(1);
  });

  it('has a file of its own, or is refused', async () => {
    const root = temporaryProject(project(`${one}\n${one.replace('a hot room', 'A hot room!')}`));
    const { code, stderr } = await test(root);
    expect(code).toBe(2);
    expect(stderr).toContain('the messages "a hot room" and "A hot room!" would be kept in the same files');
    expect(stderr).toContain('monitoring/messages.tests.ts:7:3');
    const nobody = await test(temporaryProject(project("  message('x', [], [{ alert: hot }]),")));
    expect(nobody.code).toBe(2);
    expect(nobody.stderr).toContain('the message "x" has no receiver');
  });
});
