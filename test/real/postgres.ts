/** A real PostgreSQL, where the machine has one. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Certificate } from './certificate.js';
import { freePort, isAvailable } from './servers.js';

const home = '/usr/lib/postgresql';
const installed = existsSync(home)
  ? readdirSync(home).filter((one) => existsSync(join(home, one, 'bin/postgres')))
  : [];
const newest = installed.sort((a, b) => Number(b) - Number(a))[0];

const isRoot = process.getuid?.() === 0;

function idOf(flag: '-u' | '-g'): number | undefined {
  const { status, stdout } = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : undefined;
}

/** It refuses to run as root. */
export function hasPostgres(): boolean {
  const there = newest !== undefined && (!isRoot || idOf('-u') !== undefined);
  return isAvailable('postgresql', there, 'install postgresql, and as root have a user postgres');
}

function command(tool: string, args: readonly string[]): readonly [file: string, args: string[]] {
  const file = join(home, newest ?? '', 'bin', tool);
  if (!isRoot) return [file, [...args]];
  return ['setpriv', ['--reuid=postgres', '--regid=postgres', '--clear-groups', file, ...args]];
}

export interface Postgres {
  readonly address: string;
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

/** On loopback, with TLS where it is given a certificate; `stop` ends it and removes its data. */
export async function startPostgres(certificate?: Certificate): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'obsctl-postgres-'));
  const own = (path: string) => {
    if (isRoot) chownSync(path, idOf('-u') ?? 0, idOf('-g') ?? 0);
  };
  own(folder);
  const [initdb, initdbArgs] = command('initdb', ['-D', folder, '-A', 'trust', '--no-sync', '--no-locale']);
  execFileSync(initdb, initdbArgs, { cwd: tmpdir(), stdio: 'pipe', timeout: 60_000 });
  if (certificate) {
    for (const [from, to] of [
      ['key.pem', 'server.key'],
      ['cert.pem', 'server.crt'],
    ] as const) {
      cpSync(join(certificate.folder, from), join(folder, to));
      own(join(folder, to));
    }
  }
  const port = await freePort();
  const settings = [`ssl=${certificate ? 'on' : 'off'}`, 'unix_socket_directories=', 'fsync=off'];
  const [file, args] = command('postgres', [
    ...['-D', folder, '-h', '127.0.0.1', '-p', String(port)],
    ...settings.flatMap((setting) => ['-c', setting]),
  ]);
  const child = spawn(file, args, { cwd: tmpdir(), stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const ready = new Promise<void>((done) => {
    child.stderr.on('data', (data) => {
      log += data;
      if (log.includes('ready to accept connections')) done();
    });
  });
  const kill = () => child.kill('SIGQUIT');
  process.once('exit', kill);
  const stop = async () => {
    // without waiting for clients
    child.kill('SIGINT');
    await ended;
    process.off('exit', kill);
    rmSync(folder, { recursive: true });
  };
  const patience = new Promise<void>((done) => setTimeout(done, 20_000).unref());
  await Promise.race([ready, ended, patience]);
  if (log.includes('ready to accept connections')) return { address: `localhost:${port}`, log: () => log, stop };
  await stop();
  throw new Error(`PostgreSQL did not become ready:\n${log}`);
}
