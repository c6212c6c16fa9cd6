import { describe, expect, it } from 'vitest';
import { compareSides } from '../../../src/plan/diff/sides.js';

const changesOf = (kind: string, before: object, after: object) => {
  const side = (body: object) => [{ kind, id: 'x', body: () => body }];
  return compareSides(side(before), side(after)).changes;
};

describe('a secret', () => {
  it.each([
    [
      'alertmanager/config',
      'the key of a receiver',
      (secret: string) => ({ receivers: [{ name: 'a', pagerduty_configs: [{ routing_key: secret }] }] }),
    ],
    [
      'alertmanager/config',
      'a URL that may be posted to',
      (secret: string) => ({ receivers: [{ name: 'a', slack_configs: [{ api_url: secret }] }] }),
    ],
    [
      'alertmanager/config',
      'the number of a telephone',
      (secret: string) => ({ receivers: [{ name: 'a', sns_configs: [{ phone_number: secret }] }] }),
    ],
    ['alertmanager/config', 'a global password', (secret: string) => ({ global: { smtp_auth_password: secret } })],
    [
      'alertmanager/config',
      'a token deep in a client',
      (secret: string) => ({
        receivers: [{ name: 'a', webhook_configs: [{ http_config: { authorization: { credentials: secret } } }] }],
      }),
    ],
    [
      'prometheus/config',
      'a password of a job',
      (secret: string) => ({ scrape_configs: [{ job_name: 'a', basic_auth: { username: 'u', password: secret } }] }),
    ],
    [
      'grafana/datasources',
      'a field of a data source',
      (secret: string) => ({ datasources: [{ uid: 'a', secureJsonData: { httpHeaderValue1: secret } }] }),
    ],
    [
      'grafana/datasources',
      'a password in a URL',
      (secret: string) => ({ datasources: [{ uid: 'a', url: `https://reader:${secret}@metrics.example.com` }] }),
    ],
    [
      'otel/collector',
      'a header of an exporter',
      (secret: string) => ({ exporters: { otlp: { headers: { 'X-Scope': secret } } } }),
    ],
  ])('is seen to change, and is never shown: %s, %s', (kind, _, of) => {
    const changes = changesOf(kind, of('hunter2-old'), of('hunter2-new'));
    expect(changes).toHaveLength(1);
    expect(JSON.stringify(changes)).not.toContain('hunter2');
    expect(JSON.stringify(changes)).toContain('<secret>');
  });

  it('is not shown with the thing that holds it', () => {
    const receiver = { name: 'a', pagerduty_configs: [{ routing_key: 'hunter2' }] };
    const changes = changesOf('alertmanager/config', { receivers: [] }, { receivers: [receiver] });
    expect(changes).toHaveLength(1);
    expect(JSON.stringify(changes)).not.toContain('hunter2');
  });

  it('is none where it only says where the secret is', () => {
    const of = (file: string) => ({ receivers: [{ name: 'a', pagerduty_configs: [{ routing_key_file: file }] }] });
    expect(changesOf('alertmanager/config', of('/a'), of('/b'))).toMatchObject([{ before: '/a', after: '/b' }]);
  });

  it('is none in a link for readers, in a header of a mail, in a key by which traces are spread, in a reference', () => {
    const slack = (url: string) => ({ receivers: [{ name: 'a', slack_configs: [{ actions: [{ url }] }] }] });
    expect(changesOf('alertmanager/config', slack('/a'), slack('/b'))).toMatchObject([{ before: '/a', after: '/b' }]);
    const mail = (Subject: string) => ({ receivers: [{ name: 'a', email_configs: [{ headers: { Subject } }] }] });
    expect(changesOf('alertmanager/config', mail('x'), mail('y'))).toMatchObject([{ before: 'x', after: 'y' }]);
    const spread = (routing_key: string) => ({ exporters: { loadbalancing: { routing_key } } });
    expect(changesOf('otel/collector', spread('traceID'), spread('service'))).toMatchObject([{ before: 'traceID' }]);
    const token = (name: string) => ({ exporters: { otlp: { auth: { token: `\${env:${name}}` } } } });
    expect(changesOf('otel/collector', token('A'), token('B'))).toMatchObject([{ before: '${env:A}' }]);
    const placeholder = (name: string) => ({ datasources: [{ uid: 'a', secureJsonData: { x: `<secret:${name}>` } }] });
    expect(changesOf('grafana/datasources', placeholder('A'), placeholder('B'))).toMatchObject([
      { after: '<secret:B>' },
    ]);
  });

  it('is hidden in a variable of the environment, whose name is shown', () => {
    const changes = compareSides(
      [{ kind: 'otel/sdk-env', id: 'x', body: () => 'A=1\nOTEL_EXPORTER_OTLP_HEADERS=authorization=hunter2' }],
      [
        {
          kind: 'otel/sdk-env',
          id: 'x',
          body: () => 'A=2\nOTEL_EXPORTER_OTLP_HEADERS=authorization=hunter3\nMY_TOKEN=hunter4',
        },
      ],
    ).changes;
    expect(changes).toHaveLength(3);
    expect(JSON.stringify(changes)).not.toContain('hunter');
    expect(changes.map(({ what }) => what).join()).toContain('OTEL_EXPORTER_OTLP_HEADERS');
  });
});
