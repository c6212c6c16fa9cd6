/** Alertmanager and amtool of three generations, and the platform's own Alertmanager files to run them with. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compile } from '../../src/compile/compile.js';
import { loadProject } from '../../src/load/project.js';
import { serialize } from '../../src/targets/files/serialize.js';

/** Alertmanager 0.25, 0.28 and 0.33. */
export type Generation = 'bookworm' | 'trixie' | 'forky';

const root = new URL('../..', import.meta.url).pathname;
const home =
  process.env.OBSCTL_SERVERS ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'obsctl', 'servers');

/** Whether a generation is unpacked here. Where OBSCTL_REQUIRE names it, its absence fails instead of skipping. */
export function isThere(generation: Generation): boolean {
  if (existsSync(join(home, generation, 'usr/bin/amtool'))) return true;
  const required = (process.env.OBSCTL_REQUIRE ?? '').split(',');
  if (required.includes(generation === 'bookworm' ? 'debian' : 'newer')) {
    throw new Error(`${generation} is required and not unpacked: run scripts/real-servers.sh ${generation}`);
  }
  return false;
}

export function amtool(generation: Generation, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(join(home, generation, 'usr/bin/amtool'), args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`amtool ${args.join(' ')} exited with ${status}: ${stderr || stdout}`);
  return stdout;
}

/**
 * Writes the Alertmanager files of an environment to a new folder, as if its server had the version given.
 * Whoever asked for the folder removes it.
 */
export function alertmanagerFolder(
  environment: string,
  options: { readonly version?: string; readonly change?: (config: Config, folder: string) => unknown } = {},
): string {
  const loaded = loadProject({ cwd: root, environments: [environment] }).environments[0];
  if (!loaded) throw new Error(`no environment ${environment}`);
  const { config } = loaded;
  const alertmanager = options.version ?? config.versions.alertmanager;
  const { resources } = compile('test', {
    ...loaded,
    config: { ...config, versions: { ...config.versions, alertmanager } },
  });
  const folder = mkdtempSync(join(tmpdir(), 'obsctl-test-'));
  for (const resource of resources.filter((one) => one.kind.startsWith('alertmanager/'))) {
    const isConfig = resource.kind === 'alertmanager/config';
    const changed = isConfig && options.change?.(structuredClone(resource.body) as Config, folder);
    const body = changed || resource.body;
    const file = join(folder, resource.path.replace('alertmanager/', ''));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, serialize({ ...resource, body }));
  }
  return folder;
}

/** As much of an Alertmanager configuration as the tests change or read. */
export interface Config {
  global: Record<string, unknown>;
  route: RouteConfig;
  receivers: ({ name: string } & Record<string, Record<string, unknown>[]>)[];
}

export interface RouteConfig {
  routes?: RouteConfig[];
  [key: string]: unknown;
}

/** Starts an Alertmanager on loopback; `stop` ends it and removes its folder. */
export async function startAlertmanager(generation: Generation, folder: string) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = join(home, generation);
  const flags = [
    `--config.file=${folder}/alertmanager.yml`,
    `--storage.path=${folder}/data`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--web.external-url=https://alertmanager.example.com',
    '--web.route-prefix=/',
    '--cluster.listen-address=',
  ];
  // Debian's build reads its default templates from /usr/share, where an unpacked package is not
  const overlay = `mount -t overlay overlay -o lowerdir=${server}/usr/share:/usr/share /usr/share`;
  const command = `${overlay} && exec ${server}/usr/bin/prometheus-alertmanager "$@"`;
  const child = spawn('unshare', ['-rm', 'sh', '-c', command, 'sh', ...flags], { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (chunk) => {
    log += chunk;
  });
  const stop = async () => {
    if (child.exitCode === null) {
      const gone = new Promise((done) => child.once('exit', done));
      child.kill();
      await gone;
    }
    rmSync(folder, { recursive: true });
  };
  await eventually(async () => {
    if (child.exitCode !== null) throw new Error(`Alertmanager did not start: ${log.slice(-2000)}`);
    return (await fetch(`${url}/-/ready`).catch(() => undefined))?.ok;
  });
  return { url, stop, log: () => log };
}

interface SentAlert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
}

/** Hands alerts to Alertmanager as Prometheus would; resolved ones end now. */
export async function sendAlerts(url: string, alerts: readonly SentAlert[]): Promise<void> {
  const now = new Date().toISOString();
  const body = alerts.map(({ status, ...alert }) => ({ ...alert, endsAt: status === 'resolved' ? now : undefined }));
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/api/v2/alerts`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`Alertmanager refused alerts: ${answer.status} ${await answer.text()}`);
}

/** Waits for an answer that is not empty. */
export async function eventually<T>(probe: () => T | Promise<T>, seconds = 20): Promise<NonNullable<T>> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await probe();
    if (found) return found as NonNullable<T>;
    if (Date.now() > end) throw new Error(`nothing within ${seconds} s`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
