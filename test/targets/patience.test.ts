/** How long a server that is away is waited for. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { wantedOn } from '../../src/commands/deploy/wanted.js';
import { target } from '../../src/define/targets.js';
import { UserError } from '../../src/errors.js';
import { decide } from '../../src/plan/three-way/decide.js';
import { settle } from '../../src/plan/three-way/writes.js';
import type { Answer, Client } from '../../src/targets/client.js';
import { prometheusTarget } from '../../src/targets/prometheus/target.js';
import type { World } from '../../src/targets/world.js';
import { temporaryFolder } from './stage.js';

const answer = (status: number, json: unknown = {}): Answer => ({
  ...{ status, ok: status < 300, headers: {}, text: '', json },
});
const away = () => new UserError('nobody is there', { code: 'target/unreachable', exitCode: 3 });

/** Writes one rule file, with a server that answers everything but a reload, and `reload` to that. */
async function applied(reload: () => Answer) {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  let reloads = 0;
  const client: Client = {
    ask: async (path) => {
      if (path !== '/-/reload') return answer(200, { data: { version: '3.5.0' } });
      reloads += 1;
      return reload();
    },
    close: async () => {},
  };
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'rules'));
  const world = { project: 'p', environment: 'e', versions: { prometheus: '3.5' }, variables: {}, secretFiles: [] };
  const config = target.prometheus({ folder, url: 'http://here', check: false });
  const place = prometheusTarget(config, client, world as unknown as World);
  const rules = { kind: 'prometheus/rules', id: 'a', path: 'prometheus/rules/a.yaml', body: { groups: [] } } as const;
  const origin = { file: 'a.ts', line: 1, column: 1 };
  const wanted = wantedOn(place, place.select([{ ...rules, origin }]));
  const steps = decide({ target: 't', wanted, reading: await place.read(wanted), base: () => undefined });
  const run = { id: 'i', message: 'm', signal: new AbortController().signal, done: () => {} };
  const applying = place.apply(settle(steps, { adopt: false }).writes, run);
  await vi.runAllTimersAsync();
  const [outcome] = await applying;
  return { outcome, reloads };
}

describe('a server that is away when it is to reload', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is waited for once: when its files are back it is asked, and not waited for again', async () => {
    const { outcome, reloads } = await applied(() => {
      throw away();
    });
    expect(outcome).toMatchObject({ status: 'restored', diagnostic: { code: 'target/unreachable' } });
    expect(outcome?.diagnostic?.help).toContain('the previous files are back, and were not read');
    expect(reloads).toBe(40 + 1);
  });

  it('and has somebody before it who says so is waited for as well', async () => {
    let asked = 0;
    const { outcome, reloads } = await applied(() => {
      asked += 1;
      return answer(asked < 5 ? 503 : 200);
    });
    expect(outcome).toMatchObject({ status: 'done' });
    expect(reloads).toBe(5);
  });

  it('is not waited for where it is there and refuses its files', async () => {
    const { outcome, reloads } = await applied(() => answer(500));
    expect(outcome).toMatchObject({ status: 'restored', diagnostic: { code: 'target/reload-failed' } });
    expect(reloads).toBe(2);
  });
});
