import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readConfig } from '../../src/alertmanager/config/read.js';
import type { AmConfig } from '../../src/alertmanager/model.js';
import { groupKey, routesFor, walkRoutes } from '../../src/alertmanager/route.js';
import { binary, type Generation, isThere, run } from '../real/servers.js';
import { dice, generatedTree, labels } from './generate.js';

const folder = mkdtempSync(join(tmpdir(), 'obsctl-routes-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** All of them take minutes; in between a share of them is enough. */
const count = process.env.OBSCTL_FULL ? 1200 : 60;

function accepted(body: unknown, mode: 'classic' | 'fallback'): AmConfig {
  const { config, problems } = readConfig(body, mode);
  expect(problems).toEqual([]);
  return config as AmConfig;
}

const generations = [
  ['0.25', 'bookworm', 'classic'],
  ['0.28', 'trixie', 'fallback'],
  ['0.33', 'forky', 'fallback'],
] as const satisfies readonly (readonly [string, Generation, 'classic' | 'fallback'])[];

describe.each(generations)('routes of generated trees are those of amtool %s', (_, generation, mode) => {
  it.runIf(isThere(generation))(`in ${count} cases`, { timeout: 600_000 }, async () => {
    const roll = dice(20_26);
    const cases = Array.from({ length: Math.ceil(count / 4) }, (_unused, tree) => {
      const body = generatedTree(roll);
      const file = join(folder, `${generation}-${tree}.yml`);
      writeFileSync(file, stringify(body));
      const config = accepted(body, mode);
      return Array.from({ length: 4 }, () => ({ file, config, labels: labels(roll) }));
    }).flat();
    const differing: unknown[] = [];
    const next = cases.values();
    const work = async () => {
      for (const { file, config, labels: alert } of next) {
        const words = Object.entries(alert).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
        const { output } = await run(binary(generation, 'amtool'), [
          ...['config', 'routes', 'test', `--config.file=${file}`],
          ...words,
        ]);
        const ours = routesFor(config, alert).map(({ receiver }) => receiver);
        const theirs = /^r\d.*$/m.exec(output)?.[0];
        if (ours.join(',') !== theirs) differing.push({ file, alert, ours, theirs });
      }
    };
    await Promise.all([work(), work(), work()]);
    expect(differing).toEqual([]);
  });
});

describe('the way through a tree', () => {
  const config = accepted(
    {
      route: {
        receiver: 'root',
        group_by: ['team', 'alertname'],
        routes: [
          { matchers: ['severity=~"critical|emergency"'], receiver: 'log', continue: true },
          {
            matchers: ['team="web"', 'env="prod"'],
            receiver: 'web',
            routes: [{ match: { severity: 'info' }, receiver: 'quiet', group_by: ['...'] }],
          },
          { receiver: 'rest' },
        ],
      },
      receivers: ['root', 'log', 'web', 'quiet', 'rest'].map((name) => ({ name })),
    },
    'fallback',
  );

  it('names what did not match, and where it ends', () => {
    const steps = walkRoutes(config, { severity: 'critical', team: 'web' });
    expect(steps.map(({ route, depth, failed, taken }) => [route.receiver, depth, failed?.label, taken])).toEqual([
      ['root', 0, undefined, false],
      ['log', 1, undefined, true],
      ['web', 1, 'env', false],
      ['rest', 1, undefined, true],
    ]);
  });

  it('is the one that leads to the receivers', () => {
    const roll = dice(7);
    for (let one = 0; one < 200; one++) {
      const tree = accepted(generatedTree(roll), 'fallback');
      const alert = labels(roll);
      const taken = walkRoutes(tree, alert).filter((step) => step.taken);
      expect(taken.map(({ route }) => route)).toEqual(routesFor(tree, alert));
    }
  });

  it('gives alerts their group', () => {
    const [route] = routesFor(config, { alertname: 'Down', team: 'web', env: 'prod', severity: 'warning' });
    expect(route && groupKey(config, route, { alertname: 'Down', team: 'web', env: 'prod' })).toBe(
      '{}/{env="prod",team="web"}:{alertname="Down", team="web"}',
    );
  });
});
