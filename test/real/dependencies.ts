/** What probes ask: small servers on loopback that answer as PostgreSQL, Redis, a gRPC backend or a web server would. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import { type AddressInfo, createServer as createTcpServer, type Server as NetServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './servers.js';

export interface Dependency {
  /** `host:port` */
  readonly address: string;
  readonly stop: () => Promise<void>;
}

async function listening(server: NetServer): Promise<Dependency> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const stop = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  };
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

/** Answers whatever it is sent with the same bytes; with nothing at all where the answer is empty. */
export function tcpServer(answer: string): Promise<Dependency> {
  return listening(createTcpServer((socket) => socket.on('data', () => answer && socket.write(answer))));
}

export function httpServer(status: number, body: string): Promise<Dependency> {
  return listening(createHttpServer((_, response) => response.writeHead(status).end(body)));
}

/** `grpc.health.v1.Health/Check` of one service: 1 is SERVING, 2 NOT_SERVING. */
export function grpcServer(service: string, status: 1 | 2): Promise<Dependency> {
  const server = createHttp2Server();
  server.on('stream', (stream, headers) => {
    const chunks: Buffer[] = [];
    stream.on('error', () => {});
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      const known =
        headers[':path'] === '/grpc.health.v1.Health/Check' && Buffer.concat(chunks).toString().includes(service);
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': known ? '0' : '5' }));
      // a frame: not compressed, two bytes long, field 1 = status
      stream.end(known ? Buffer.from([0, 0, 0, 0, 2, 0x08, status]) : undefined);
    });
  });
  return listening(server as unknown as NetServer);
}

/** Where Debian and others keep the server of PostgreSQL, which is not on the PATH. */
export function postgresBinaries(): string | undefined {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql').sort() : [];
  const found = versions
    .map((version) => `/usr/lib/postgresql/${version}/bin`)
    .filter((bin) => existsSync(`${bin}/initdb`));
  // the server refuses to run as root
  const another = process.getuid?.() !== 0 || spawnSync('id', ['-u', 'postgres']).status === 0;
  return another ? found.at(-1) : undefined;
}

/** A real PostgreSQL without TLS, in a folder of its own. */
export async function postgresServer(bin: string): Promise<Dependency & { readonly log: () => string }> {
  const folder = mkdtempSync(join(tmpdir(), 'obsctl-postgres-'));
  const prefix =
    process.getuid?.() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : ['env'];
  const [command = '', ...before] = prefix;
  if (command === 'setpriv') execFileSync('chown', ['postgres', folder]);
  else chmodSync(folder, 0o700);
  execFileSync(command, [...before, `${bin}/initdb`, '-D', `${folder}/data`, '-U', 'postgres', '--no-sync'], {
    stdio: 'ignore',
    cwd: folder,
  });
  const port = await freePort();
  const args = ['-D', `${folder}/data`, '-h', '127.0.0.1', '-p', String(port), '-k', folder];
  const child = spawn(command, [...before, `${bin}/postgres`, ...args], { cwd: folder });
  let log = '';
  child.stderr.on('data', (data) => {
    log += data;
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  for (let attempt = 0; !log.includes('ready to accept connections'); attempt += 1) {
    if (child.exitCode !== null || attempt > 200) throw new Error(`PostgreSQL did not start:\n${log}`);
    await new Promise((done) => setTimeout(done, 100));
  }
  const stop = async () => {
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGINT');
    await ended;
    process.off('exit', kill);
    rmSync(folder, { recursive: true });
  };
  return { address: `127.0.0.1:${port}`, stop, log: () => log };
}
