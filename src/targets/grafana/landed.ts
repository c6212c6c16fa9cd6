import type { Live, Write } from '../../types/target.js';
import { firstDifference } from './difference.js';
import { normalizeResource } from './resources.js';

/** Whether that is what the write wanted, made by it. What is given back carries no mark that would tell. */
export function hasLanded({ op, resource }: Write, now: Live | undefined): boolean {
  if (op === 'delete') return now === undefined;
  if (!now || !resource) return false;
  if (resource.givenBack) return now.mark !== 'ours' && !firstDifference(normalizeResource(resource), now.body);
  return now.mark === 'ours' && now.applied?.sum === resource.sum && !now.applied.touched && !now.outdated;
}
