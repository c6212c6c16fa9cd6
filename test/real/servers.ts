/** Real servers of three generations, as `scripts/real-servers.sh` unpacks them. */
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The Debian release they come from: Prometheus 2.42, 2.53 and 3.5. */
export type Generation = 'bookworm' | 'trixie' | 'forky';

export type Tool = 'promtool' | 'prometheus' | 'amtool' | 'prometheus-alertmanager' | 'prometheus-blackbox-exporter';

/** The generation whose versions an environment states. */
export const generationOf = { local: 'bookworm', staging: 'trixie', prod: 'forky' } as const;

const home =
  process.env.OBSCTL_SERVERS ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'obsctl', 'servers');

export function binary(generation: Generation, tool: Tool): string {
  return join(home, generation, 'usr', 'bin', tool);
}

/** Whether OBSCTL_REQUIRE says that a thing must not be absent. */
export function isRequired(name: string): boolean {
  return (process.env.OBSCTL_REQUIRE ?? '').split(/[\s,]+/).includes(name);
}

const told = new Set<string>();

/** Absent things are skipped with one visible line, or fail where they are required. */
export function isAvailable(name: string, there: boolean, howToGetIt: string): boolean {
  if (there) return true;
  if (isRequired(name)) throw new Error(`${name} is required and not there: ${howToGetIt}`);
  if (!told.has(name)) process.stderr.write(`skipped, for want of ${name}: ${howToGetIt}\n`);
  told.add(name);
  return false;
}

export function isThere(generation: Generation): boolean {
  const name = generation === 'bookworm' ? 'debian' : 'newer';
  return isAvailable(name, existsSync(binary(generation, 'amtool')), `run scripts/real-servers.sh ${generation}`);
}

/** The folder of contracts and corpora beside the repository, where there is one. */
export function sharedFolder(): string | undefined {
  const folder = fileURLToPath(new URL('../../../shared', import.meta.url));
  return isAvailable('shared', existsSync(join(folder, 'contracts')), 'it lies beside the repository')
    ? folder
    : undefined;
}

export function run(
  file: string,
  args: readonly string[],
  cwd?: string,
): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((done) => {
    execFile(file, [...args], { cwd, maxBuffer: 32 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : 1) : 0;
      done({ code, output: `${stdout}${stderr}` });
    });
  });
}

export interface Server {
  readonly url: string;
  readonly pid: number;
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

/** Starts a server on a free port of the loopback interface and waits until it says that it is ready. */
export async function start(
  file: string,
  args: (port: number) => readonly string[],
  options: {
    /** What it answers once it is ready, or who finds that out. */
    readonly ready: string | (() => Promise<boolean>);
    readonly env?: Readonly<Record<string, string>>;
    readonly port?: number;
  },
): Promise<Server> {
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(file, args(port), { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...options.env } });
  let log = '';
  child.stdout.on('data', (data) => {
    log += data;
  });
  child.stderr.on('data', (data) => {
    log += data;
  });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async () => {
    child.kill('SIGTERM');
    const patience = setTimeout(kill, 5_000);
    await ended;
    clearTimeout(patience);
    process.off('exit', kill);
  };
  const { ready } = options;
  const isReady =
    typeof ready === 'string'
      ? () =>
          fetch(`${url}${ready}`).then(
            ({ ok }) => ok,
            () => false,
          )
      : ready;
  for (let attempt = 0; attempt < 150; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`${file} ended at once:\n${log}`);
    if (await isReady()) return { url, pid: child.pid ?? 0, log: () => log, stop };
    await new Promise((done) => setTimeout(done, 100));
  }
  await stop();
  throw new Error(`${file} did not become ready:\n${log}`);
}

export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
