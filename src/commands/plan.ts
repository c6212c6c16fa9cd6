import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../errors.js';
import { settle } from '../plan/three-way/writes.js';
import type { Plan } from '../types/deploy.js';
import type { Report } from '../types.js';
import { forGood } from './deploy/carry-out.js';
import { compare } from './deploy/compare.js';
import { closePlaces, openPlaces, type Surroundings } from './deploy/environment.js';
import { untilInterrupted } from './deploy/interruption.js';
import { decisionsOf, deploymentOf, type Flags, undecided } from './deploy/report.js';

export interface PlanOptions extends Surroundings, Flags {
  readonly out?: string | undefined;
}

/** What apply would do. Reads, and writes nothing but the plan's own file. */
export async function plan(options: PlanOptions): Promise<Report> {
  const decisions = decisionsOf(options);
  const places = await openPlaces(options);
  try {
    options.progress?.('reading what runs');
    const comparisons = await untilInterrupted(options.signal, Promise.all(places.map(compare)));
    const settled = comparisons.map((comparison) => ({
      comparison,
      decided: comparison.compared.map(({ steps }) => settle(steps, decisions)),
    }));
    const out = options.out === undefined ? undefined : resolve(options.cwd, options.out);
    if (out !== undefined) {
      const [first, second] = settled;
      if (!first || second) throw new UserError('a plan file is for one environment', { help: 'name one with --env' });
      const { project, environment } = first.comparison.place;
      const changes = first.decided.flatMap(({ steps }) => steps.map(({ change }) => change));
      const file: Plan = {
        schema: 'obsctl/plan-file/v1',
        ...{ project, environment: environment.name, decisions },
        changes: changes.filter(({ op }) => op !== 'unchanged'),
      };
      writeFileSync(out, `${JSON.stringify(file, null, 2)}\n`);
    }
    const open = settled.flatMap(({ decided }) => decided.flatMap((one) => one.open));
    return {
      command: 'plan',
      exitCode: open.some(({ op }) => op !== 'adopt') ? 1 : 0,
      diagnostics: [...comparisons.flatMap(({ diagnostics }) => diagnostics), ...forGood(settled), ...undecided(open)],
      deployment: { ...deploymentOf(settled), ...(options.out === undefined ? {} : { out: options.out }) },
    };
  } finally {
    await closePlaces(places, options);
  }
}
