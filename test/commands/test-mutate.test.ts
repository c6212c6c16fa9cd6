import { describe, expect, it } from 'vitest';
import { obsctl, temporaryProject, write } from '../helpers/project.js';
import { passing, tested } from '../helpers/tested-project.js';
import { binary, isThere } from '../real/servers.js';

/** What no test of the project notices, and that somebody has looked at it. */
const reasons = (alert: readonly string[], why = 'as good') => `import { survivor } from 'obsctl';
import { hottest, tooHot } from './rules.js';

export default [
  survivor(tooHot, ${JSON.stringify(alert)}, '${why}'),
  survivor(hottest, ['max became min, in max by (…) (temperature_celsius)', 'by (…) without room, in max by (…) (temperature_celsius)'], '${why}'),
];
`;
const unnoticed = ['30 became 24, after room:temperature:max', 'without for: 5m'];

describe.skipIf(!isThere('forky'))('obsctl test --mutate', () => {
  const promtool = { OBSCTL_PROMTOOL: binary('forky', 'promtool') };
  const mutate = (root: string, ...flags: readonly string[]) => obsctl(root, ['test', '--mutate', ...flags], promtool);

  it('shows what the tests do not notice of changed rules', async () => {
    const root = temporaryProject(tested(passing));
    const { code, stdout } = await mutate(root);
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot('../golden/test/mutation.txt');
    expect((await mutate(root, '--min-score', '99')).code).toBe(1);
    const sample = ['--sample', '5', '--seed', '7'];
    const [one, other] = [await mutate(root, ...sample), await mutate(root, ...sample)];
    expect(one.stdout).toContain('alert rules: 3 of 4 changes are noticed, 75 %');
    expect(other.stdout).toBe(one.stdout);
  });

  it('counts alert rules and recording rules apart', async () => {
    const root = temporaryProject(tested(passing));
    const { stdout } = await mutate(root, '--format', 'json');
    const [{ parts }] = JSON.parse(stdout).mutation;
    expect(parts).toEqual([
      { what: 'alert rules', mutants: 7, killed: 5, explained: 0 },
      { what: 'recording rules', mutants: 2, killed: 0, explained: 0 },
    ]);
    // of both together more are noticed
    expect((await mutate(root, '--min-score', '50')).code).toBe(1);
  });

  it('wants a reason for each change that is not noticed', async () => {
    const root = temporaryProject(tested(passing));
    expect((await mutate(root)).code).toBe(0);
    expect((await mutate(root, '--explained')).code).toBe(1);
    write(root, { 'monitoring/why.ts': reasons(unnoticed) });
    const { code, stdout, stderr } = await mutate(root, '--explained');
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: `prod  1 passed

prod  alert rules: 5 of 7 changes are noticed, 71.4 %; all others are explained
prod  recording rules: 0 of 2 changes are noticed, 0 %; all others are explained
`,
      stderr: '',
    });
  });

  it('reports reasons for what a test notices, and for changes that there are not', async () => {
    const root = temporaryProject(tested(passing));
    write(root, { 'monitoring/why.ts': reasons([...unnoticed, 'for: 5m became twice as long', 'without for: 6m']) });
    const { code, stderr } = await mutate(root);
    expect(code).toBe(0);
    expect(stderr).toContain('a test of TooHot does notice "for: 5m became twice as long"');
    expect(stderr).toContain('TooHot has no change "without for: 6m"');
    expect(stderr).toContain('did you mean "without for: 5m"?');
    expect(stderr).toContain('monitoring/why.ts:5:3');
    expect((await mutate(root, '--explained')).code).toBe(1);
  });

  it('refuses a reason that says nothing', async () => {
    const root = temporaryProject(tested(passing));
    write(root, { 'monitoring/why.ts': reasons(unnoticed, '') });
    const { code, stderr } = await mutate(root);
    expect(code).toBe(2);
    expect(stderr).toContain('monitoring/why.ts:5:3');
    expect(stderr).toContain('a survivor needs a change and a reason');
  });
});
