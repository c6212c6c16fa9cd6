import type { Report } from '../types.js';
import { type Carrying, carryOut } from './deploy/carry-out.js';
import { compare } from './deploy/compare.js';
import { closePlaces, openPlaces, type Surroundings } from './deploy/environment.js';
import { untilInterrupted } from './deploy/interruption.js';
import { mustBeAsPlanned, readPlan } from './deploy/plan-file.js';
import { decisionsOf, type Flags } from './deploy/report.js';

export interface ApplyOptions extends Surroundings, Flags, Carrying {
  /** A plan to carry out, instead of what a new one would say. */
  readonly planFile?: string | undefined;
}

/** Makes what runs what the source says, and proves it. */
export async function apply(options: ApplyOptions): Promise<Report> {
  const file = options.planFile === undefined ? undefined : readPlan(options.cwd, options.planFile, options.env);
  const decisions = file?.decisions ?? decisionsOf(options);
  const places = await openPlaces(file ? { ...options, env: [file.environment] } : options);
  try {
    options.progress?.('reading what runs');
    const comparisons = await untilInterrupted(options.signal, Promise.all(places.map(compare)));
    if (file) for (const comparison of comparisons) mustBeAsPlanned(file, comparison);
    return await carryOut({ command: 'apply', comparisons, decisions, options });
  } finally {
    await closePlaces(places, options);
  }
}
