import type { ApplyRun, Outcome, Write } from '../../types/target.js';
import type { Kind } from '../../types.js';
import { createPace, each, type Pace } from '../pace.js';
import { diagnosticOf, settle } from './settle.js';
import type { Store } from './store.js';

export type Stores = Readonly<Record<'grafana/folder' | 'grafana/datasource' | 'grafana/dashboard', Store>>;

interface Phase {
  readonly kind: keyof Stores;
  readonly writes: readonly Write[];
  /** Whether they may be written side by side. */
  readonly aside: boolean;
}

/**
 * Makes the writes, phase after phase: folders, data sources, dashboards, and what is to go in the opposite order.
 * Dashboards are written side by side. A failure of one does not stop the others, but nothing is deleted after one.
 */
export async function applyWrites(options: {
  readonly target: string;
  readonly url: string;
  readonly stores: Stores;
  readonly writes: readonly Write[];
  readonly run: ApplyRun;
}): Promise<readonly Outcome[]> {
  const { target, stores, run } = options;
  const pace = createPace();
  const outcomes: Outcome[] = [];
  let lost = false;
  let isBad = false;

  const say = (write: Write, outcome: Pick<Outcome, 'status' | 'version' | 'diagnostic'>): void => {
    const { kind, id } = write.change;
    const whole: Outcome = { kind, id, target, op: write.op, ...outcome };
    outcomes.push(whole);
    run.done(whole);
  };

  const one = async (write: Write): Promise<void> => {
    const stopped = run.signal.aborted || lost || (write.op === 'delete' && isBad);
    if (stopped) return say(write, { status: 'not tried' });
    const settled = await make(write, stores[write.change.kind as keyof Stores], options, pace);
    if (settled.done) {
      return say(write, { status: 'done', ...(settled.version ? { version: settled.version } : {}) });
    }
    isBad = true;
    if (settled.unreachable) lost = true;
    say(write, { status: 'failed', diagnostic: settled.diagnostic });
  };

  for (const { writes, aside } of phasesOf(options.writes)) {
    if (aside) await each(pace, writes, one);
    else for (const write of writes) await one(write);
  }
  return outcomes;
}

function make(
  write: Write,
  store: Store,
  { url, run }: { readonly url: string; readonly run: ApplyRun },
  pace: Pace,
): ReturnType<typeof settle> {
  const { live } = write;
  const message = run.message.slice(0, 500);
  return settle({
    write,
    url,
    send: () => (write.op === 'delete' && live ? store.remove(live) : store.put(write, message)),
    look: () => store.readOne(write.change.id),
    isDone: (now) => store.isDone(write, now),
    pace,
    signal: run.signal,
  }).catch((error: Error) => {
    const { message: text, help } = error as Error & { help?: string };
    return { done: false, diagnostic: diagnosticOf(write, 'apply/failed', text, help) };
  });
}

function phasesOf(writes: readonly Write[]): readonly Phase[] {
  const of = (kind: Kind, isDelete: boolean) =>
    writes.filter(({ op, change }) => change.kind === kind && (op === 'delete') === isDelete);
  return [
    { kind: 'grafana/folder', writes: of('grafana/folder', false), aside: false },
    { kind: 'grafana/datasource', writes: of('grafana/datasource', false), aside: false },
    { kind: 'grafana/dashboard', writes: of('grafana/dashboard', false), aside: true },
    { kind: 'grafana/dashboard', writes: of('grafana/dashboard', true), aside: true },
    { kind: 'grafana/datasource', writes: of('grafana/datasource', true), aside: false },
    { kind: 'grafana/folder', writes: of('grafana/folder', true), aside: false },
  ];
}
