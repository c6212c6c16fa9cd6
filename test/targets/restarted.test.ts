/** A server that goes down and comes back while its files are being swapped. */
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { eventually } from '../real/alertmanager.js';
import { describeOn } from '../real/describe-on.js';
import { binary, type Generation } from '../real/servers.js';
import { rulesAbove, runningPrometheus, stage, temporaryFolder } from './stage.js';

const generations = ['bookworm', 'forky'] as const;

/** A Prometheus, and a check between reading and swapping that waits until the server is down. */
async function staged(generation: Generation) {
  const server = await runningPrometheus(generation);
  const signs = temporaryFolder();
  const [asked, down] = [join(signs, 'asked'), join(signs, 'down')];
  const script = join(signs, 'check.sh');
  writeFileSync(
    script,
    `#!/bin/sh\ntouch ${asked}\nwhile [ ! -e ${down} ]; do sleep 0.05; done\nexec ${binary(generation, 'promtool')} "$@"\n`,
  );
  chmodSync(script, 0o755);
  const project = stage(generation, {
    targets: `target.prometheus({ folder: '${server.folder}', url: '${server.url}', check: '${script}' })`,
    state: `state.folder('${temporaryFolder()}')`,
  });
  writeFileSync(down, '');
  expect((await project.run('apply', '--env', 'test', '--yes')).code).toBe(0);
  const file = join(server.folder, 'rules/home.yaml');
  const limit = () => / > (\d+)/.exec(readFileSync(file, 'utf8'))?.[1];
  /** Applies, and has the server go down before the files are swapped. */
  const applyWhileItGoesDown = async () => {
    for (const sign of [asked, down]) rmSync(sign, { force: true });
    const applying = project.run('apply', '--env', 'test', '--yes');
    await eventually(() => existsSync(asked));
    await server.stop();
    writeFileSync(down, '');
    return applying;
  };
  return { server, project, limit, applyWhileItGoesDown };
}

describeOn(generations, 'a Prometheus of %s that is restarted in the middle of a swap', (generation) => {
  it('is waited for, runs the new files, and is proved', async () => {
    const { server, project, limit, applyWhileItGoesDown } = await staged(generation);
    project.write(rulesAbove(35));
    const applying = applyWhileItGoesDown();
    await eventually(() => limit() === '35');
    await server.restart();
    const applied = await applying;
    expect(applied.stderr).not.toContain('error');
    expect(applied.code).toBe(0);
    expect((await server.rules()).TooHot).toBe('room:temperature:max > 35');
    expect((await project.run('plan', '--env', 'test')).stdout).toContain('nothing to do');
  });

  it('that does not come back finds the files before, and the next apply ends it', { timeout: 150_000 }, async () => {
    const { server, project, limit, applyWhileItGoesDown } = await staged(generation);
    project.write(rulesAbove(35));
    const refused = await applyWhileItGoesDown();
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain('cannot be reached');
    expect(refused.stderr).toContain('the previous files are back');
    expect(limit()).toBe('30');
    await server.restart();
    expect((await server.rules()).TooHot).toBe('room:temperature:max > 30');
    expect((await project.run('apply', '--env', 'test', '--yes')).code).toBe(0);
    expect((await server.rules()).TooHot).toBe('room:temperature:max > 35');
    expect((await project.run('plan', '--env', 'test')).stdout).toContain('nothing to do');
  });
});
