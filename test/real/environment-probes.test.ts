import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Blackbox, startBlackbox } from './blackbox.js';
import { type Certificate, canCertify, selfSigned } from './certificate.js';
import { hasPostgres, type Postgres, startPostgres } from './postgres.js';
import { type FarEnd, grpcHealth, nobody, page, postgres, redis, type Services, silence } from './probe-fakes.js';
import { isThere } from './servers.js';

/** The exporter that each environment has, and the modules of a developer's machine once its exporter is newer. */
const places = [
  { environment: 'local', generation: 'bookworm' },
  { environment: 'staging', generation: 'trixie' },
  { environment: 'prod', generation: 'forky' },
  { environment: 'local', generation: 'forky' },
] as const;

const withOpenssl = canCertify();
const withPostgres = withOpenssl && hasPostgres();

let trusted: Certificate;
let strange: Certificate;
let tls: Postgres;
let plain: Postgres;

beforeAll(async () => {
  if (!withOpenssl) return;
  trusted = selfSigned();
  strange = selfSigned();
  if (withPostgres) [tls, plain] = await Promise.all([startPostgres(trusted), startPostgres()]);
});

afterAll(async () => {
  await Promise.all([tls?.stop(), plain?.stop()]);
  for (const certificate of [trusted, strange]) if (certificate) rmSync(certificate.folder, { recursive: true });
});

const serving: Services = { 'backend.v1.Backend': 'SERVING' };
const notServing: Services = { 'backend.v1.Backend': 'NOT_SERVING' };
const another: Services = { 'other.v1.Other': 'SERVING' };

describe.each(places)('the probes of $environment on the exporter of $generation', ({ environment, generation }) => {
  const there = withOpenssl && isThere(generation);
  const hosted = environment !== 'local';
  /** Older exporters cannot compare bytes, and only connect to PostgreSQL. */
  const readsBytes = generation === 'forky';
  const ofTransport = () => (hosted ? trusted : undefined);
  let blackbox: Blackbox;

  beforeAll(async () => {
    if (there) blackbox = await startBlackbox(environment, generation, trusted);
  });

  afterAll(() => blackbox?.stop());

  /** Job, what it finds, and whether that is good news. */
  const cases: readonly (readonly [job: string, what: string, start: () => Promise<FarEnd>, isWell: boolean])[] = [
    ['probe-http', 'a page over TLS', () => page(200, 'ok', trusted), true],
    ['probe-http', 'a page without TLS', () => page(200, 'ok'), environment !== 'prod'],
    ['probe-http', 'a page under a strange certificate', () => page(200, 'ok', strange), false],
    ['probe-http', 'an error', () => page(500, 'ok', trusted), false],
    ['probe-http', 'a page that says it is unhealthy', () => page(200, '{"status":"unhealthy"}', trusted), false],
    ['probe-redis', 'PONG', () => redis('+PONG'), true],
    ['probe-redis', 'the wish for a password', () => redis('-NOAUTH Authentication required.'), hosted],
    ['probe-redis', 'data that is still loading', () => redis('-LOADING Redis is loading the dataset'), false],
    ['probe-grpc', 'SERVING', () => grpcHealth(serving, ofTransport()), true],
    ['probe-grpc', 'NOT_SERVING', () => grpcHealth(notServing, ofTransport()), false],
    ['probe-grpc', 'SERVING of another service', () => grpcHealth(another, ofTransport()), false],
    ['probe-grpc', 'SERVING where TLS is wrong', () => grpcHealth(serving, hosted ? undefined : trusted), false],
    ['probe-grpc', 'SERVING under a strange certificate', () => grpcHealth(serving, strange), false],
    ['probe-postgres', 'a server with TLS', () => postgres(trusted), hosted || !readsBytes],
    ['probe-postgres', 'a server without TLS', () => postgres(), !hosted || !readsBytes],
    ['probe-postgres', 'a server under a strange certificate', () => postgres(strange), !readsBytes],
    ['probe-postgres', 'nobody', nobody, false],
  ];

  it.skipIf(!there).concurrent.each(cases)('%s finds %s', async (job, _, start, isWell) => {
    const farEnd = await start();
    const success = await blackbox.probe(job, farEnd.address).finally(farEnd.stop);
    expect(success).toBe(isWell ? 1 : 0);
  });

  it.skipIf(!there).concurrent('know within the scrape that a far end which only listens is not well', async () => {
    const farEnd = await silence();
    const asked = ['probe-redis', ...(readsBytes ? ['probe-postgres'] : [])].map((job) =>
      blackbox.probe(job, farEnd.address),
    );
    const answers = await Promise.all([...asked, blackbox.probe('probe-http', `http://${farEnd.address}/ready`)]);
    await farEnd.stop();
    expect(answers).toEqual(answers.map(() => 0));
  });

  // the exporter does not hold a call to its timeout: prometheus/blackbox_exporter#1557, in no release up to 0.28
  it.skipIf(!there).concurrent('do not, if it is that of gRPC: the scrape itself fails', async () => {
    const farEnd = await silence();
    const success = await blackbox.probe('probe-grpc', farEnd.address).finally(farEnd.stop);
    expect(success).toBeUndefined();
  });

  it.skipIf(!there || !withPostgres)('find a real PostgreSQL well that talks as declared, and upset none', async () => {
    const running = [tls, plain];
    const stopped = await nobody();
    const answers = await Promise.all(
      [...running, stopped].map((one) => blackbox.probe('probe-postgres', one.address)),
    );
    const [withTls, withoutTls] = readsBytes ? [hosted, !hosted] : [true, true];
    expect(answers).toEqual([Number(withTls), Number(withoutTls), 0]);
    expect(running.map(({ log }) => log()).join('')).not.toMatch(/FATAL|attack/);
  });
});
