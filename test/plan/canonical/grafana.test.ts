import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../../src/plan/canonical/canonical.js';
import { schemaVersion } from '../../../src/plan/canonical/schema.js';
import { compareSides } from '../../../src/plan/diff/sides.js';
import { ownEnvironment } from '../../helpers/environment.js';
import { rewritten } from '../../real/rewritten.js';
import { sharedFolder } from '../../real/servers.js';

type Json = Readonly<Record<string, unknown>>;

const shared = sharedFolder();
const form = (dashboard: unknown) => canonical('grafana/dashboard', dashboard);
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

describe.runIf(shared)('what Grafana 12.4 makes of a dashboard of schemaVersion 36 or later', () => {
  const folder = join(shared ?? '', 'contracts', 'grafana', 'migrations-12.4');
  const pairs = (shared ? readdirSync(join(folder, 'input')) : [])
    .map((file) => [file, read(join(folder, 'input', file))] as const)
    .filter(([, input]) => schemaVersion(input) >= 36);

  it('is known from more than a dozen pairs', () => {
    expect(pairs.length).toBeGreaterThanOrEqual(14);
  });

  it.each(pairs)('means the same: %s', (file, input) => {
    const output = read(join(folder, 'latest', file.replace('.json', '.v42.json')));
    expect(form(output)).toEqual(form(input));
  });
});

describe.runIf(shared)('what Grafana 12.4 makes of a dashboard of an older schema', () => {
  const folder = join(shared ?? '', 'contracts', 'grafana', 'migrations-12.4');
  const pairs = (shared ? readdirSync(join(folder, 'input')) : [])
    .map((file) => [file, read(join(folder, 'input', file))] as const)
    .filter(([, input]) => schemaVersion(input) < 36);
  const compared = (file: string, input: unknown) => {
    const output = read(join(folder, 'latest', file.replace('.json', '.v42.json')));
    const side = (body: unknown) => [{ kind: 'grafana/dashboard', id: 'x', body: () => body }];
    return compareSides(side(input), side(output));
  };

  it.each(pairs)('is compared in what both express, and one line says so: %s', (file, input) => {
    const { notes } = compared(file, input);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain('compared is what both express');
  });

  it('is the same in most of them', () => {
    const same = pairs.filter(([file, input]) => compared(file, input).changes.length === 0);
    expect(same.length).toBeGreaterThan(pairs.length * 0.6);
  });
});

interface Step {
  readonly name: string;
  readonly request?: { readonly path: string; readonly body?: Json };
  readonly response?: { readonly status: number; readonly body?: Json };
}

const recordings = ['grafana-10.4.3', 'grafana-11.0.0', 'grafana-12.4.0', 'grafana-12.4.0-legacy-storage'];

describe.runIf(shared)('what a real Grafana gave back', () => {
  it.each(recordings)('means what was sent: %s', (name) => {
    const { steps } = read(join(shared ?? '', 'contracts', 'recorded', `${name}.json`)) as { readonly steps: Step[] };
    const sent = new Map<unknown, Json>();
    let compared = 0;
    for (const { name: step, request, response } of steps) {
      if (!request || !response || response.status >= 300) continue;
      const { body } = request;
      const dashboard = (body?.dashboard ?? (body?.metadata ? body.spec : undefined)) as Json | undefined;
      if (dashboard) sent.set(dashboard.uid ?? (body?.metadata as Json | undefined)?.name, dashboard);
      const answer = (response.body?.dashboard ?? response.body?.spec) as Json | undefined;
      const uid = answer?.uid ?? (response.body?.metadata as Json | undefined)?.name;
      const before = sent.get(uid);
      // a folder has no panels, and schema v2 says everything in other words
      if (!answer?.panels || !before?.panels || request.path.includes('dryRun')) continue;
      expect(form(answer), step).toEqual(form(before));
      compared += 1;
    }
    expect(compared).toBeGreaterThan(0);
  });
});

describe('our own dashboards', () => {
  const dashboards = ownEnvironment('prod').resources.filter(({ kind }) => kind === 'grafana/dashboard');
  const written = dashboards.map(({ id, body }) => [id, JSON.parse(JSON.stringify(body)) as Json] as const);

  it.each(dashboards.map((one) => [one.id, one] as const))(
    'are the same before and after they are written: %s',
    (_, one) => {
      expect(form(one.body)).toEqual(form(JSON.parse(JSON.stringify(one.body))));
    },
  );

  it.each(written)('come back from the legacy interface as they were: %s', (_, dashboard) => {
    expect(form({ ...dashboard, id: 7, version: 3 })).toEqual(form(dashboard));
  });

  it.each(written)('come back from v1beta1 of Grafana 12.4 as they were: %s', (_, dashboard) => {
    const { uid: _uid, ...spec } = dashboard;
    expect(form(rewritten(spec))).toEqual(form(dashboard));
  });
});
