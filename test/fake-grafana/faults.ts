import type { Answer } from './answer.js';
import { editedByHand } from './dashboard-store.js';
import { administrator, type World } from './world.js';

/** What goes wrong with a request. `applied` says whether the server did what it was asked all the same. */
export type Fault =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body?: unknown;
      readonly retryAfter?: string;
      readonly applied?: boolean;
    }
  | { readonly kind: 'torn'; readonly applied: boolean }
  | { readonly kind: 'slow'; readonly ms: number }
  /** A read is answered with what stood there before the last write. */
  | { readonly kind: 'stale' }
  /** Somebody edits the dashboard just before the write arrives. */
  | { readonly kind: 'edited' }
  /** Somebody creates the same dashboard at the same time: both are told that it worked, theirs stands. */
  | { readonly kind: 'both' };

export interface FaultRule {
  readonly fault: Fault;
  readonly method?: string;
  /** A part of the path. */
  readonly path?: string;
  /** How many requests it meets, 1 unless told. */
  readonly times?: number;
  /** How many it lets pass before. */
  readonly after?: number;
}

export interface Faults {
  readonly add: (rule: FaultRule) => void;
  readonly clear: () => void;
  /** How many rules have met a request. */
  readonly met: () => number;
  /** The dashboards that somebody edited meanwhile. */
  readonly edited: ReadonlySet<string>;
  readonly around: (request: Passing, handle: () => Answer) => Promise<Answer>;
}

interface Passing {
  readonly method: string;
  readonly url: string;
  readonly text: string;
}

/** Stands for an answer that nobody receives. */
export const noBody: Answer = { status: 0, body: undefined };

export function createFaults(world: World): Faults {
  let rules: { rule: FaultRule; left: number; passing: number }[] = [];
  let met = 0;
  const edited = new Set<string>();
  const past = new Map<string, Answer>();
  const present = new Map<string, Answer>();

  const take = ({ method, url }: Passing): Fault | undefined => {
    for (const one of rules) {
      const { rule } = one;
      if ((rule.method && rule.method !== method) || (rule.path && !url.includes(rule.path)) || one.left <= 0) continue;
      if (one.passing > 0) {
        one.passing -= 1;
        continue;
      }
      one.left -= 1;
      met += 1;
      return rule.fault;
    }
    return undefined;
  };

  const remember = ({ method, url }: Passing, answer: Answer): Answer => {
    if (method === 'GET') present.set(url, answer);
    else for (const [read, old] of present) past.set(read, old);
    return answer;
  };

  return {
    add: (rule) => {
      rules.push({ rule, left: rule.times ?? 1, passing: rule.after ?? 0 });
    },
    clear: () => {
      rules = [];
    },
    met: () => met,
    edited,
    async around(request, handle) {
      const fault = take(request);
      if (!fault) return remember(request, handle());
      if (fault.kind === 'slow') {
        await new Promise((done) => setTimeout(done, fault.ms));
        return remember(request, handle());
      }
      if (fault.kind === 'torn') {
        if (fault.applied) remember(request, handle());
        return noBody;
      }
      if (fault.kind === 'answer') {
        if (fault.applied) remember(request, handle());
        const { status, body = { message: 'Internal server error' }, retryAfter } = fault;
        return { status, body, ...(retryAfter ? { headers: { 'retry-after': retryAfter } } : {}) };
      }
      if (fault.kind === 'stale') return past.get(request.url) ?? remember(request, handle());
      if (fault.kind === 'edited') {
        meddle(world, request, edited);
        return remember(request, handle());
      }
      const answer = remember(request, handle());
      if (answer.status < 300) meddle(world, request, edited);
      return answer;
    },
  };
}

/** An edit of the dashboard that the request is about, by somebody in a browser. */
function meddle(world: World, { url, text }: Passing, edited: Set<string>): void {
  const named = /\/dashboards\/(?:uid\/)?([\w-]+)(?:\?|$)/.exec(url)?.[1];
  const uid = named && named !== 'db' ? named : (uidIn(text) ?? '');
  const org = world.orgs.get(1);
  const stored = org?.dashboards.get(uid);
  if (!org || !stored) return;
  edited.add(uid);
  editedByHand({ world, org, account: administrator }, stored, `${String(stored.spec.title)} (theirs)`);
}

function uidIn(text: string): string | undefined {
  const body = JSON.parse(text || '{}') as { dashboard?: { uid?: string }; metadata?: { name?: string } };
  return body.dashboard?.uid ?? body.metadata?.name;
}
