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
});
