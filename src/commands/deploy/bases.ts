import { keyOf, nothing, type Step } from '../../plan/three-way/decide.js';
import type { Base } from '../../types/deploy.js';
import type { Outcome } from '../../types/target.js';
import type { Comparison } from './compare.js';
import type { Job } from './execute.js';

/** What the state remembers after an apply: of what was written the source, of what was left alone what runs. */
export function basesAfter(
  { bases, isWhole }: Comparison,
  jobs: readonly Job[],
  outcomes: readonly Outcome[],
): Comparison['bases'] {
  const after: Record<string, Record<string, Base>> = {};
  for (const [target, ones] of Object.entries(bases)) after[target] = { ...ones };
  for (const { target, decided, refused } of jobs) {
    const ones = after[target.name] ?? {};
    after[target.name] = ones;
    const done = new Set(
      outcomes.filter((one) => one.target === target.name && one.status === 'done').map((one) => keyOf(one)),
    );
    // what an apply that was cut short had deleted, and what nobody has any more
    const known = new Set([...decided.steps.map(({ change }) => change), ...refused].map(keyOf));
    if (isWhole) for (const key of Object.keys(ones)) if (!known.has(key)) delete ones[key];
    const written = new Set(decided.writes.map(({ change }) => keyOf(change)));
    for (const step of decided.steps) {
      const key = keyOf(step.change);
      if (step.resource?.givenBack) {
        // whose it is again, remembers it
        if (done.has(key) || step.change.op === 'unchanged') delete ones[key];
      } else if (done.has(key)) {
        if (step.resource) ones[key] = baseOf(step.resource.sum, step.resource.sum, step.resource.normalized);
        else delete ones[key];
      } else if (step.change.decision === 'theirs') {
        // without our mark and out of the source, it is nobody's business here
        if (!step.resource && step.live?.mark === 'unmarked') delete ones[key];
        else ones[key] = accepted(step);
      } else if (!written.has(key) && step.resource && step.resource.sum === step.liveSum) {
        ones[key] = baseOf(step.resource.sum, step.resource.sum, step.resource.normalized);
      }
    }
  }
  return after;
}

/** Their state is the new base, and the source that it was preferred to belongs to it. */
function accepted({ resource, liveSum }: Step): Base {
  return baseOf(resource?.sum ?? nothing, liveSum ?? nothing, resource?.normalized);
}

function baseOf(sum: string, live: string, body: unknown): Base {
  return { sum, live, ...(body === undefined ? {} : { body }) };
}
