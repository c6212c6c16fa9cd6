import { expect, it } from 'vitest';
import type { Client } from '../../src/targets/client.js';
import { rulesProof } from '../../src/targets/prometheus/rules-proof.js';
import type { Wanted } from '../../src/types/target.js';

it('counts the groups that run, and not the files that they are in', async () => {
  const group = (name: string) => ({ name, rules: [{ record: 'a:b', expr: 'up' }] });
  const live = ['one', 'two'].map((name) => ({
    ...{ name, file: '/etc/rules/both.yaml' },
    rules: [{ name: 'a:b', query: 'up', health: 'ok' }],
  }));
  const json = { data: { groups: live } };
  const client: Client = {
    ask: async () => ({ status: 200, ok: true, headers: {}, text: '', json }),
    close: async () => {},
  };
  const file = { kind: 'prometheus/rules', path: 'rules/both.yaml', normalized: { groups: ['one', 'two'].map(group) } };
  const proofs = await rulesProof({ client, url: 'http://x', name: 'x', wanted: [file as unknown as Wanted] });
  expect(proofs[0]).toMatchObject({ ok: true, detail: '2 rule groups run as written' });
});
