import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../src/compile/compile.js';
import { serialize } from '../../src/targets/files/serialize.js';
import { ownEnvironment } from '../helpers/environment.js';
import {
  type Dependency,
  grpcServer,
  httpServer,
  postgresBinaries,
  postgresServer,
  tcpServer,
} from './dependencies.js';
import { binary, type Generation, isAvailable, isThere, type Server, start } from './servers.js';

const exporters = { bookworm: '0.23', trixie: '0.26', forky: '0.28' } as const;

/** The modules of an environment as they are for an exporter of that version. */
function modules(name: string, blackbox: string): string {
  const { environment } = ownEnvironment(name);
  const config = { ...environment.config, versions: { ...environment.config.versions, blackbox } };
  const { resources } = compile('streaming-platform', { ...environment, config });
  const resource = resources.find(({ kind }) => kind === 'blackbox/config');
  if (!resource) throw new Error(`${name} has no probes`);
  return serialize(resource);
}

async function exporter(generation: Generation, name: string): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'obsctl-blackbox-'));
  writeFileSync(join(folder, 'blackbox.yml'), modules(name, exporters[generation]));
  const server = await start(
    binary(generation, 'prometheus-blackbox-exporter'),
    (port) => [`--config.file=${folder}/blackbox.yml`, `--web.listen-address=127.0.0.1:${port}`],
    { ready: '/-/healthy' },
  );
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  };
  return { ...server, stop };
}

async function succeeds(server: Server, module: string, target: string): Promise<boolean> {
  const url = `${server.url}/probe?module=${module}&target=${encodeURIComponent(target)}`;
  // as Prometheus asks: the exporter gives up before its scrape is over
  const headers = { 'X-Prometheus-Scrape-Timeout-Seconds': '2' };
  const text = await (await fetch(url, { headers, signal: AbortSignal.timeout(10_000) })).text();
  return /^probe_success 1$/m.test(text);
}

const service = 'backend.v1.Backend';

/** Module, what is asked, whether that is healthy. */
const cases: readonly (readonly [module: string, what: string, healthy: boolean, ask: () => Promise<Dependency>])[] = [
  ['ready', 'a page that says that all is well', true, () => httpServer(200, '{"status":"healthy"}')],
  ['ready', 'a page with an error', false, () => httpServer(500, 'oh')],
  ['ready', 'a page that says that it is unhealthy', false, () => httpServer(200, '{"status":"unhealthy"}')],
  ['redis', 'a Redis that answers', true, () => tcpServer('+PONG\r\n')],
  ['redis', 'a Redis that is loading', false, () => tcpServer('-LOADING Redis is loading the dataset in memory\r\n')],
  ['redis', 'a port that takes connections and says nothing', false, () => tcpServer('')],
  ['grpc', 'a backend that serves', true, () => grpcServer(service, 1)],
  ['grpc', 'a backend that says that it does not serve', false, () => grpcServer(service, 2)],
  ['grpc', 'a server that does not know the service', false, () => grpcServer('another.v1.Service', 1)],
];

const generations = Object.keys(exporters) as Generation[];

describe.each(generations.map((one) => [one, isThere(one)] as const))(
  'the probes, asked by %s',
  (generation, there) => {
    if (!there) return;
    let local: Server;
    beforeAll(async () => {
      local = await exporter(generation, 'local');
    });
    afterAll(() => local.stop());

    it.each(cases)('%s: %s is healthy: %s', async (module, _, healthy, ask) => {
      const dependency = await ask();
      try {
        const target = module === 'ready' ? `http://${dependency.address}/ready` : dependency.address;
        expect(await succeeds(local, module, target)).toBe(healthy);
      } finally {
        await dependency.stop();
      }
    });

    it('postgres: a server that refuses connections is not healthy', async () => {
      const gone = await tcpServer('N');
      await gone.stop();
      expect(await succeeds(local, 'postgres', gone.address)).toBe(false);
    });

    it.runIf(generation === 'forky')('postgres: something else that listens there is not healthy', async () => {
      const other = await tcpServer('+PONG\r\n');
      expect(await succeeds(local, 'postgres', other.address)).toBe(false);
      await other.stop();
    });
  },
);

const postgres = postgresBinaries();
const available = isAvailable('postgresql', postgres !== undefined, 'install the package postgresql');

describe.runIf(available)('the probe of a real PostgreSQL', () => {
  it.each(generations.filter(isThere))('succeeds, and is no attack to its log, with %s', async (generation) => {
    const server = await postgresServer(postgres ?? '');
    const asking = await exporter(generation, 'local');
    try {
      expect(await succeeds(asking, 'postgres', server.address)).toBe(true);
      expect(server.log()).not.toMatch(/FATAL|ERROR/);
    } finally {
      await asking.stop();
      await server.stop();
    }
  });
});

describe.runIf(isThere('forky'))('the probe of a Redis that wants a password', () => {
  it('succeeds where one is set: the server is alive', async () => {
    const asking = await exporter('forky', 'prod');
    const redis = await tcpServer('-NOAUTH Authentication required.\r\n');
    expect(await succeeds(asking, 'redis', redis.address)).toBe(true);
    await redis.stop();
    await asking.stop();
  });
});
