import type { ApplyRun, Outcome, Proof } from '../../types/target.js';
import { objectOf, textOf } from './json.js';
import type { Owner } from './marks.js';
import type { Server } from './server.js';

/** Marks an apply on the time axis of every dashboard that shows annotations of these tags. */
export async function annotate(
  target: string,
  { client }: Server,
  about: { readonly owner: Owner; readonly run: ApplyRun; readonly outcomes: readonly Outcome[]; readonly now: number },
): Promise<Proof | undefined> {
  const { owner, run, outcomes, now } = about;
  const made = outcomes.filter(({ status }) => status === 'done');
  if (made.length === 0) return undefined;
  const body = {
    time: now,
    tags: ['obsctl', 'apply', `project:${owner.project}`, `environment:${owner.environment}`],
    text: `obsctl apply ${run.id}: ${run.message} (${made.length} of ${outcomes.length} written)`,
  };
  const what = 'annotation';
  try {
    const answer = await client.ask('/api/annotations', { method: 'POST', body });
    const { id, message } = objectOf(answer.json);
    const detail = answer.ok
      ? `the apply is marked by annotation ${id}`
      : `not made: ${answer.status} ${textOf(message)}`;
    // what was applied runs all the same
    return { target, what, ok: true, detail };
  } catch (error) {
    return { target, what, ok: true, detail: `not made: ${(error as Error).message}` };
  }
}
