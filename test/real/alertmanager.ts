/** Alertmanager and amtool, and the platform's own Alertmanager files to run them with. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compile } from '../../src/compile/compile.js';
import { serialize } from '../../src/targets/files/serialize.js';
import { ownEnvironment } from '../helpers/environment.js';
import { binary, type Generation, type Server, start } from './servers.js';

export function amtool(generation: Generation, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(binary(generation, 'amtool'), args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`amtool ${args.join(' ')} exited with ${status}: ${stderr || stdout}`);
  return stdout;
}

/**
 * Writes the Alertmanager files of an environment to a new folder, as if its server had the version given.
 * Whoever asked for the folder removes it.
 */
export function alertmanagerFolder(
  name: string,
  options: { readonly version?: string; readonly change?: (config: Config, folder: string) => unknown } = {},
): string {
  const { environment } = ownEnvironment(name);
  const { versions } = environment.config;
  const alertmanager = options.version ?? versions.alertmanager;
  const config = { ...environment.config, versions: { ...versions, alertmanager } };
  const { resources } = compile('streaming-platform', { ...environment, config });
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
export async function startAlertmanager(generation: Generation, folder: string): Promise<Server> {
  // Debian's build reads its default templates from /usr/share, where an unpacked package is not
  const share = join(dirname(binary(generation, 'amtool')), '../share');
  const overlay = `mount -t overlay overlay -o lowerdir=${share}:/usr/share /usr/share && exec "$@"`;
  const server = await start(
    'unshare',
    (port) => [
      ...['-rm', 'sh', '-c', overlay, 'sh', binary(generation, 'prometheus-alertmanager')],
      `--config.file=${folder}/alertmanager.yml`,
      `--storage.path=${folder}/data`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--web.external-url=https://alertmanager.example.com',
      '--web.route-prefix=/',
      '--cluster.listen-address=',
    ],
    { ready: '/-/ready' },
  );
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  };
  return { ...server, stop };
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
