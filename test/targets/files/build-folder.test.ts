import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { planFolder } from '../../../src/targets/files/build-folder.js';
import type { Resource } from '../../../src/types.js';

const resource = (id: string, line: number): Resource => ({
  kind: 'prometheus/config',
  id,
  path: 'prometheus/prometheus.yml',
  body: {},
  origin: { file: 'platform/servers.ts', line, column: 1 },
});

it('one file has one definition', () => {
  const resources = [resource('one', 3), resource('other', 7)];
  const plan = () =>
    planFolder({ project: 'p', environment: 'prod', root: tmpdir(), out: 'no-such-folder', resources });
  expect(plan).toThrow(
    'two definitions are written to prometheus/prometheus.yml, the other at platform/servers.ts:3:1',
  );
});
