import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sharedFolder } from '../real/servers.js';
import { asking } from './asking.js';
import { appPlays } from './behaviour-app.js';
import { legacyPlays } from './behaviour-legacy.js';
import { editionNames } from './edition.js';
import { startFakeGrafana } from './server.js';

interface Row {
  readonly id: string;
  readonly versions: string;
  readonly response?: { readonly status?: number; readonly body?: Readonly<Record<string, unknown>> };
}

const shared = sharedFolder();
const contracts = join(shared ?? '', 'contracts');
const table = shared ? readFileSync(join(contracts, 'grafana', 'behaviour.json'), 'utf8') : '{"cases":[]}';
const rows = (JSON.parse(table) as { readonly cases: readonly Row[] }).cases;
const plays = { ...legacyPlays, ...appPlays };

/** The fakes a row speaks of. */
function editionsOf({ id, versions }: Row): readonly string[] {
  if (id === 'legacy-save-conflict-409') return ['13.0.0'];
  if (id === 'k8s-dryrun-12' || id === 'k8s-annotations-dropped') return ['12.3.0', '12.4.0-legacy-storage'];
  // the table knew unified storage alone
  if (id === 'k8s-folder-not-empty') return ['12.4.0'];
  const [from = '', to = from] = versions.split('-').map((bound) => bound.replace(/ .*/, ''));
  const low = Number(from);
  const high = to.includes('.') ? Number(to) : Number(to) + 0.99;
  return editionNames.filter((name) => {
    const version = Number(name.split('.').slice(0, 2).join('.'));
    return version >= low && version <= high;
  });
}

describe.runIf(shared)('the table of behaviour', () => {
  it('is played in every row', () => {
    expect(Object.keys(plays).sort()).toEqual(rows.map(({ id }) => id).sort());
  });

  it.each(rows.flatMap((row) => editionsOf(row).map((edition) => [row.id, edition, row] as const)))(
    '%s on %s',
    async (id, edition, row) => {
      const fake = await startFakeGrafana({ version: edition, contracts });
      try {
        const play = plays[id];
        const told = await play?.({ fake, ask: asking(fake.url), edition: fake.world.edition });
        if (told === undefined) return;
        expect(told.status).toBe(row.response?.status);
        if (row.response?.body) expect(told.body).toMatchObject(row.response.body);
      } finally {
        await fake.stop();
      }
      expect(fake.violations).toEqual([]);
    },
  );
});
