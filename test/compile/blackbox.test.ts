import { describe, expect, it } from 'vitest';
import { grpcModule, httpModule, type ProbeModule, probe, tcpModule } from '../../src/index.js';
import { compiled } from './compiled.js';

const options = {
  timeout: '5s',
  steps: [{ sendBase64: 'AAAACQTSFi8=' }, { expectBytes: 'S', startTls: true }],
} as const;
const greeting = tcpModule('greeting', options);

function file(module: ProbeModule, blackbox = '0.28') {
  const address = module.prober === 'http' ? 'http://db/' : 'db:5432';
  const asked = probe('db', {
    module,
    exporter: 'blackbox:9115',
    targets: [{ address, labels: { service: 'db' } }],
    interval: '30s',
    timeout: '6s',
  });
  const result = compiled([asked], { blackbox });
  return { body: result.file('blackbox/config').modules[module.name], diagnostics: result.diagnostics };
}

describe('a module', () => {
  it('of TCP sends bytes as bytes: half of them are no text', () => {
    const { body } = file(greeting);
    expect([...body.tcp.query_response[0].send]).toEqual([0, 0, 0, 9, 0x04, 0xd2, 0x16, 0x2f]);
    expect(body).toMatchObject({
      prober: 'tcp',
      timeout: '5s',
      tcp: { query_response: [{}, { expect_bytes: 'S', starttls: true }], tls_config: { insecure_skip_verify: false } },
    });
  });

  it('of TCP checks the certificate, unless told not to', () => {
    const trusting = tcpModule('greeting', { ...options, verifyCertificate: false });
    expect(file(trusting).body.tcp.tls_config).toEqual({ insecure_skip_verify: true });
  });

  it('of TCP that compares bytes only connects before 0.28 where it may, and is refused where not', () => {
    const mayConnect = tcpModule('greeting', { ...options, withoutExpectBytes: 'connect' });
    expect(file(mayConnect, '0.26')).toEqual({
      body: { prober: 'tcp', timeout: '5s', tcp: { preferred_ip_protocol: 'ip4' } },
      diagnostics: [],
    });
    expect(file(greeting, '0.26').diagnostics[0]?.message).toBe(
      'expectBytes of the probe module greeting needs blackbox exporter 0.28, and the environment prod has 0.26',
    );
  });

  it('of HTTP fails without TLS, and for a body that says so', () => {
    const { body } = file(httpModule('ready', { timeout: '5s', requireTls: true, failIfBodyMatches: ['unhealthy'] }));
    expect(body.http).toMatchObject({ fail_if_not_ssl: true, fail_if_body_matches_regexp: ['unhealthy'] });
  });

  it('of gRPC asks for the service', () => {
    const { body } = file(grpcModule('backend', { timeout: '5s', service: 'backend.v1', tls: true }));
    expect(body).toMatchObject({ prober: 'grpc', grpc: { service: 'backend.v1', tls: true } });
  });

  it('is written once for all of its probes, and shares its name with no other', () => {
    const ready = httpModule('ready', { timeout: '5s' });
    const asked = (modules: readonly ProbeModule[]) =>
      modules.map((module, index) =>
        probe(`p${index}`, {
          module,
          exporter: 'blackbox:9115',
          targets: [{ address: 'http://a/', labels: { service: 'a' } }],
          interval: '30s',
          timeout: '6s',
        }),
      );
    const shared = compiled(asked([ready, ready]));
    expect(shared.diagnostics).toEqual([]);
    expect(Object.keys(shared.file('blackbox/config').modules)).toEqual(['ready']);
    const { diagnostics } = compiled(asked([ready, httpModule('ready', { timeout: '1s' })]));
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual(['definition/duplicate']);
  });
});
