import { wantedOn } from '../../../src/commands/deploy/wanted.js';
import { basicAuth } from '../../../src/define/http-client.js';
import { secret } from '../../../src/define/secret.js';
import { type GrafanaTarget, target as targets } from '../../../src/define/targets.js';
import { decide, keyOf, nothing, refOf, type Step } from '../../../src/plan/three-way/decide.js';
import { settle } from '../../../src/plan/three-way/writes.js';
import { grafanaTarget, withOrganisation } from '../../../src/targets/grafana/target.js';
import { httpClient } from '../../../src/targets/http.js';
import type { World } from '../../../src/targets/world.js';
import type { Base } from '../../../src/types/deploy.js';
import type { Outcome, Proof, Target, Wanted, Write } from '../../../src/types/target.js';
import type { Resource } from '../../../src/types.js';
import { type Ask, asking } from '../../fake-grafana/asking.js';

/** A Grafana to try the target on, real or not. */
export interface Server {
  readonly name: string;
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

export const fakeServer = (name: string, url: string): Server => ({ name, url, username: 'admin', password: 'admin' });

/** Those of OBSCTL_TEST_GRAFANA: URLs with credentials, separated by blanks or commas. */
export const realServers: readonly Server[] = (process.env.OBSCTL_TEST_GRAFANA ?? '')
  .split(/[\s,]+/)
  .filter(Boolean)
  .map((address) => {
    const { origin, pathname, username, password } = new URL(address);
    return { name: origin, url: `${origin}${pathname}`.replace(/\/$/, ''), username, password };
  });

export interface Applied {
  readonly steps: readonly Step[];
  readonly writes: readonly Write[];
  readonly outcomes: readonly Outcome[];
  readonly proofs: readonly Proof[];
}

export interface Stage {
  readonly server: Server;
  readonly target: Target;
  /** Asks the server past obsctl: what somebody else does. */
  readonly ask: Ask;
  readonly bases: Map<string, Base>;
  readonly plan: (resources: readonly Resource[]) => Promise<readonly Step[]>;
  /** What a plan would do, in short: `update grafana/dashboard x`. */
  readonly differences: (resources: readonly Resource[]) => Promise<readonly string[]>;
  readonly apply: (resources: readonly Resource[], how?: Decisions) => Promise<Applied>;
  /** Writes what was there before an apply. */
  readonly undo: (applied: Applied) => Promise<Applied>;
}

export interface Decisions {
  readonly adopt?: boolean;
  readonly disputed?: 'ours' | 'theirs';
  readonly signal?: AbortSignal;
}

/** A project's target on a server, with a memory as an environment's state has one. */
export function stageOn(
  server: Server,
  about: { project: string; environment?: string; remembers?: boolean; config?: Partial<GrafanaTarget> },
): Stage {
  const world = {
    project: about.project,
    environment: about.environment ?? 'test',
    root: '/',
    versions: {},
    variables: { GRAFANA_PASSWORD: server.password, DATASOURCE_PASSWORD: 'canary-of-the-data-source' },
    secretFiles: [],
    findTool: () => undefined,
    now: () => Date.now(),
  } as unknown as World;
  const auth = basicAuth(server.username, secret.env('GRAFANA_PASSWORD'));
  const config = targets.grafana({ url: server.url, auth, ...about.config });
  const target = grafanaTarget(config, httpClient(withOrganisation(config), world), world);
  const bases = new Map<string, Base>();
  const ask = asking(server.url, `Basic ${Buffer.from(`${server.username}:${server.password}`).toString('base64')}`);

  const compare = async (wanted: readonly Wanted[]) => {
    const reading = await target.read(wanted);
    const base = (ref: Parameters<typeof keyOf>[0]) => (about.remembers === false ? undefined : bases.get(keyOf(ref)));
    const seen = new Set([...wanted, ...reading.live].map(keyOf));
    const others = about.remembers === false ? [] : [...bases.keys()].filter((key) => !seen.has(key)).map(refOf);
    const live = [...reading.live, ...((await target.find?.(others))?.live ?? [])];
    return decide({ target: target.name, wanted, reading: { ...reading, live }, base });
  };
  const plan = (resources: readonly Resource[]) => compare(wantedOn(target, target.select(resources)));

  const execute = async (steps: readonly Step[], { adopt = false, disputed, signal }: Decisions): Promise<Applied> => {
    const { writes, open, accepted } = settle(steps, { adopt, disputed });
    if (open.length > 0) throw new Error(`undecided: ${open.map(({ op, id }) => `${op} ${id}`).join(', ')}`);
    for (const { change, resource, liveSum } of accepted) {
      bases.set(keyOf(change), { sum: resource?.sum ?? nothing, live: liveSum ?? nothing });
    }
    for (const { change, resource, liveSum } of steps) {
      if (resource && !resource.givenBack && liveSum === resource.sum)
        bases.set(keyOf(change), { sum: resource.sum, live: resource.sum });
    }
    const run = {
      id: 'test',
      message: 'obsctl apply test',
      signal: signal ?? new AbortController().signal,
      done: (outcome: Outcome) => {
        const write = writes.find(({ change }) => keyOf(change) === keyOf(outcome));
        if (outcome.status !== 'done') return;
        if (!write?.resource || write.resource.givenBack) bases.delete(keyOf(outcome));
        else bases.set(keyOf(outcome), { sum: write.resource.sum, live: write.resource.sum });
      },
    };
    const outcomes = writes.length > 0 ? await target.apply(writes, run) : [];
    const done = new Set(outcomes.filter(({ status }) => status === 'done').map(keyOf));
    const made = writes.filter(({ change }) => done.has(keyOf(change)));
    const proofs = made.length > 0 ? await target.verify(made) : [];
    return { steps, writes, outcomes, proofs };
  };

  return {
    ...{ server, target, ask, bases, plan },
    differences: async (resources) => namesOf(await plan(resources)),
    apply: async (resources, how = {}) => execute(await plan(resources), how),
    undo: async ({ writes }) => {
      const touched = new Set(writes.map(({ change }) => keyOf(change)));
      const before = writes.flatMap(({ op, live, change }): Resource[] => {
        const body = live?.restore ?? live?.body;
        if (body === undefined) return [];
        const { kind, id, path } = change;
        const givenBack = op === 'adopt' ? { givenBack: { marks: live?.marks } } : {};
        return [{ kind, id, path, body, origin: { file: 'undo', line: 1, column: 1 }, ...givenBack }];
      });
      const steps = (await compare(wantedOn(target, before))).filter(({ change }) => touched.has(keyOf(change)));
      return execute(steps, { adopt: true, disputed: 'ours' });
    },
  };
}

export const namesOf = (steps: readonly Step[]): readonly string[] =>
  steps.flatMap(({ change: { op, kind, id } }) => (op === 'unchanged' ? [] : [`${op} ${kind} ${id}`]));
