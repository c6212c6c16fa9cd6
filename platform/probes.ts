import { grpcModule, httpModule, probe, tcpModule } from 'obsctl';
import { env } from './env.js';
import { type Instance, inventory } from './inventory.js';
import { targetOf } from './scrape.js';

/** A probe that takes its full five seconds still has to fit into the scrape. */
const common = { exporter: inventory.blackbox, interval: '30s', timeout: '6s' } as const;

const target = (instance: Instance, critical: boolean) => targetOf(instance, 'probe', { critical: String(critical) });

/** Elsewhere than on one's own machine servers talk TLS and want a password. */
const hosted = env.name !== 'local';

/**
 * PostgreSQL's SSLRequest; the server answers S where it talks TLS and N where not. Its length says nine bytes, not
 * eight: the exporter sends a line feed after whatever it sends, and PostgreSQL logs a FATAL about an attempted
 * attack for each byte after the request that it has not asked for.
 */
const sslRequest = 'AAAACQTSFi8=';

export const postgres = probe('probe-postgres', {
  ...common,
  module: tcpModule('postgres', {
    timeout: '5s',
    steps: [{ sendBase64: sslRequest }, hosted ? { expectBytes: 'S', startTls: true } : { expectBytes: 'N' }],
    // older exporters only connect; whether one can log in is what pg_up of the PostgreSQL exporter says
    withoutExpectBytes: 'connect',
  }),
  targets: [target(inventory.probes.postgres, true)],
});

export const redis = probe('probe-redis', {
  ...common,
  module: tcpModule('redis', {
    timeout: '5s',
    // a server that wants a password first is alive too
    steps: [{ send: 'PING' }, { expect: hosted ? '^(\\+PONG|-NOAUTH)' : '^\\+PONG' }],
  }),
  targets: [target(inventory.probes.redis, true)],
});

export const grpc = probe('probe-grpc', {
  ...common,
  module: grpcModule('grpc', { timeout: '5s', service: 'backend.v1.Backend', tls: hosted }),
  targets: [target(inventory.probes.grpc, true)],
});

export const http = probe('probe-http', {
  ...common,
  module: httpModule('ready', { timeout: '5s', requireTls: env.name === 'prod', failIfBodyMatches: ['unhealthy'] }),
  targets: [...inventory.probes.ready.map((ready) => target(ready, false)), target(inventory.probes.public, true)],
});
