/** Everything Prometheus scrapes on one machine, except itself and Alertmanager: one small server for each target. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MetricDefinition } from '../../src/define/metric.js';
import { contentTypes, exposition } from './exposition.js';

export interface FakePlatform {
  /** Starts the server of a target of that job and answers its `host:port`. */
  readonly address: (job: string) => Promise<string>;
  readonly stop: () => Promise<void>;
}

/** Who exposes a metric → the job that scrapes it, where the two are called otherwise. */
const jobs: Readonly<Record<string, string>> = { 'host-agent': 'node' };

export function fakePlatform(metrics: readonly MetricDefinition[]): FakePlatform {
  const started = Date.now() - 3_600_000;
  const servers: ReturnType<typeof createServer>[] = [];
  const exposedBy = (job: string) =>
    metrics.filter((metric) => metric.exposedBy.some((exposer) => (jobs[exposer] ?? exposer) === job));
  const address = async (job: string) => {
    const own = exposedBy(job);
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
      const isProbe = pathname === '/probe';
      if (isProbe && !(searchParams.has('target') && searchParams.has('module'))) response.statusCode = 400;
      response.setHeader('content-type', contentTypes.prometheus);
      // the exporter says what it found out by probing only to who asks it to probe
      const shown = own.filter(({ name }) => name.startsWith('probe_') === isProbe);
      response.end(exposition(shown, (Date.now() - started) / 1000));
    });
    servers.push(server);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return `127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const stop = async () => {
    for (const server of servers) server.closeAllConnections();
    await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  };
  return { address, stop };
}
