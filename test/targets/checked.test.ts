import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { binary, isThere } from '../real/servers.js';
import { reportOf, runningPrometheus, type Stage, stage, temporaryFolder } from './stage.js';

/** A project whose target names no promtool. */
async function staged(): Promise<{ readonly project: Stage; readonly folder: string }> {
  const server = await runningPrometheus('bookworm');
  const target = `target.prometheus({ folder: '${server.folder}', url: '${server.url}' })`;
  return { project: stage('bookworm', { targets: target }), folder: server.folder };
}

/** A promtool that notes that it was asked, and answers as the real one. */
function noting(file: string, log: string): void {
  const real = binary('bookworm', 'promtool');
  writeFileSync(file, `#!/bin/sh\necho "$@" >> ${log}\nexec ${real} "$@"\n`);
  chmodSync(file, 0o755);
}

const nowhere = { OBSCTL_PROMTOOL: '', OBSCTL_SERVERS: '/nowhere', PATH: '/nowhere' };
const proofOf = (run: Parameters<typeof reportOf>[0]) =>
  reportOf(run).proof.find(({ what }) => what === 'checked by promtool');

describe.skipIf(!isThere('bookworm'))('promtool before an apply', () => {
  it('is said to be missing where it is, which is neither a yes nor a no', async () => {
    const { project } = await staged();
    const run = await project.with(nowhere, 'apply', '--env', 'test', '--yes');
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^\? test prometheus {2}checked by promtool: not checked: there is no promtool/m);
    expect(run.stdout).not.toMatch(/✓.*not checked/);
  });

  it('is null in json where it was missing', async () => {
    const { project } = await staged();
    expect(proofOf(await project.with(nowhere, 'apply', '--env', 'test', '--yes', '--format', 'json'))?.ok).toBe(null);
  });

  it('is found on the search path', async () => {
    const { project } = await staged();
    const bin = temporaryFolder();
    noting(join(bin, 'promtool'), join(bin, 'asked'));
    const PATH = `${bin}:/usr/bin:/bin`;
    const run = await project.with({ ...nowhere, PATH }, 'apply', '--env', 'test', '--yes', '--format', 'json');
    expect(proofOf(run)).toMatchObject({ ok: true, detail: 'accepted before it was written' });
    expect(readFileSync(join(bin, 'asked'), 'utf8')).toContain('check config prometheus.yml');
  });

  it('is found where the tests find it: of the unpacked ones that of the server’s version', async () => {
    const { project } = await staged();
    const servers = temporaryFolder();
    mkdirSync(join(servers, 'old/usr/bin'), { recursive: true });
    noting(join(servers, 'old/usr/bin/promtool'), join(servers, 'asked'));
    const variables = { ...nowhere, OBSCTL_SERVERS: servers };
    const run = await project.with(variables, 'apply', '--env', 'test', '--yes', '--format', 'json');
    expect(proofOf(run)).toMatchObject({ ok: true, detail: 'accepted before it was written' });
    expect(readFileSync(join(servers, 'asked'), 'utf8')).toContain('check config prometheus.yml');
  });

  it.skipIf(!isThere('forky'))('of another version says so', async () => {
    const { project } = await staged();
    const variables = { ...nowhere, OBSCTL_PROMTOOL: binary('forky', 'promtool') };
    const run = await project.with(variables, 'apply', '--env', 'test', '--yes', '--format', 'json');
    expect(proofOf(run)?.detail).toMatch(/by promtool 3\.\d+\.\d+, for a server of 2\.42/);
  });

  it('is named by the target, and then has to be there', async () => {
    const server = await runningPrometheus('bookworm');
    const project = stage('bookworm', {
      targets: `target.prometheus({ folder: '${server.folder}', url: '${server.url}', check: '/nowhere/promtool' })`,
    });
    const run = await project.run('apply', '--env', 'test', '--yes');
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('there is no /nowhere/promtool');
    expect(await server.rules()).toEqual({});
  });
});
