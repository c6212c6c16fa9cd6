import type { SideResource } from '../../plan/diff/sides.js';
import type { Target } from '../../types/target.js';
import type { Diagnostic } from '../../types.js';
import { closePlaces, openPlaces, type Surroundings } from '../deploy/environment.js';
import { untilInterrupted } from '../deploy/interruption.js';
import { wantedOn } from '../deploy/wanted.js';
import type { Side } from './side.js';

export interface LivePairs {
  readonly pairs: readonly (readonly [left: Side, right: Side])[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What runs, on the left, and what the definitions say; as each system would give it back. Changes nothing. */
export async function livePairs(options: Surroundings): Promise<LivePairs> {
  const places = await openPlaces(options);
  try {
    options.progress?.('reading what runs');
    const reading = Promise.all(
      places.map(async ({ environment, resources, targets }) => {
        const sides = await Promise.all(
          targets.map((target) => ofTarget(target, wantedOn(target, target.select(resources)))),
        );
        const side = (name: string, of: 'live' | 'wanted'): Side => ({
          name,
          environment: environment.name,
          resources: distinct(sides.flatMap((one) => one[of])),
        });
        const pair = [side(`what runs in ${environment.name}`, 'live'), side('the definitions', 'wanted')] as const;
        return { pair, diagnostics: sides.flatMap((one) => one.diagnostics) };
      }),
    );
    const read = await untilInterrupted(options.signal, reading);
    return { pairs: read.map(({ pair }) => pair), diagnostics: read.flatMap(({ diagnostics }) => diagnostics) };
  } finally {
    await closePlaces(places, options);
  }
}

interface OnTarget extends SideResource {
  readonly target: string;
}

async function ofTarget(
  target: Target,
  wanted: ReturnType<typeof wantedOn>,
): Promise<{ readonly live: OnTarget[]; readonly wanted: OnTarget[]; readonly diagnostics: readonly Diagnostic[] }> {
  const { live, diagnostics = [] } = await target.read(wanted);
  const byKey = new Map(wanted.map((one) => [`${one.kind} ${one.id}`, one]));
  const side = ({ kind, id }: { kind: string; id: string }, body: unknown): OnTarget => ({
    ...{ kind, id, target: target.name },
    body: () => (kind === 'grafana/dashboard' ? withUid(body, id) : body),
  });
  return {
    // where a mark proves that it is what is wanted, nobody had to read it
    live: live.map((one) => side(one, one.body ?? byKey.get(`${one.kind} ${one.id}`)?.normalized)),
    wanted: wanted.map((one) => side(one, one.normalized)),
    diagnostics,
  };
}

/** On a server the uid is the name of a dashboard and stands beside it. */
function withUid(body: unknown, uid: string): unknown {
  return typeof body === 'object' && body !== null ? { uid, ...body } : body;
}

/** What is on several targets is told apart by them. */
function distinct(resources: readonly OnTarget[]): SideResource[] {
  const count = new Map<string, number>();
  for (const { kind, id } of resources) count.set(`${kind} ${id}`, (count.get(`${kind} ${id}`) ?? 0) + 1);
  return resources.map(({ target, ...one }) =>
    (count.get(`${one.kind} ${one.id}`) ?? 0) > 1 ? { ...one, id: `${one.id} on ${target}`, at: `on ${target}` } : one,
  );
}
