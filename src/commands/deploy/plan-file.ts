import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../../errors.js';
import { settle } from '../../plan/three-way/writes.js';
import type { Plan } from '../../types/deploy.js';
import type { Change } from '../../types/target.js';
import type { Diagnostic } from '../../types.js';
import type { Comparison } from './compare.js';

/** @param asked the environments named beside the file: it has to be for those */
export function readPlan(cwd: string, path: string, asked: readonly string[] | undefined): Plan {
  const plan = parsed(cwd, path);
  if (plan?.schema !== 'obsctl/plan-file/v1') {
    throw new UserError(`${path} is no plan`, {
      code: 'apply/no-plan',
      help: 'obsctl plan --env E --out FILE writes one; to apply without one: obsctl apply --env E',
    });
  }
  if (asked && asked.length > 0 && (asked.length > 1 || asked[0] !== plan.environment)) {
    throw new UserError(`${path} is a plan for ${plan.environment}`, { help: 'leave --env out: the plan names it' });
  }
  return plan;
}

/** A plan is carried out as it was reviewed, or not at all. */
export function mustBeAsPlanned(plan: Plan, { place, compared }: Comparison): void {
  if (plan.project !== place.project) {
    throw new UserError(`the plan is for the project ${plan.project}, and this is ${place.project}`, {
      code: 'apply/no-plan',
    });
  }
  const now = compared.flatMap(({ steps }) => settle(steps, plan.decisions).steps.map(({ change }) => change));
  const then = new Map(plan.changes.map((change) => [nameOf(change), change]));
  const moved: Diagnostic[] = [];
  for (const change of now) {
    const planned = then.get(nameOf(change));
    then.delete(nameOf(change));
    const difference = planned ? differenceOf(planned, change) : change.op === 'unchanged' ? undefined : 'is new';
    if (difference) moved.push(since(change, difference));
  }
  for (const change of then.values()) moved.push(since(change, 'is not to be found any more'));
  if (moved[0]) throw new UserError(moved[0].message, { diagnostics: moved, exitCode: 1 });
}

function differenceOf(planned: Change, now: Change): string | undefined {
  if (planned.version !== now.version) return 'has moved on the server';
  const isSame = planned.op === 'unchanged' && now.op === 'unchanged';
  if (planned.sum !== now.sum && !isSame) return 'has changed in the source';
  if (planned.op !== now.op) return `was to be ${planned.op}, and now is ${now.op}`;
  return undefined;
}

function nameOf({ target, kind, id }: Change): string {
  return `${target} ${kind} ${id}`;
}

function since({ kind, id, target, path }: Change, difference: string): Diagnostic {
  return {
    code: 'apply/plan-outdated',
    severity: 'error',
    message: `${kind} ${id} on ${target} (${path}) ${difference} since the plan was made`,
    help: 'nothing was written; plan again',
    resource: { kind, id },
  };
}

function parsed(cwd: string, path: string): Plan | undefined {
  try {
    return JSON.parse(readFileSync(resolve(cwd, path), 'utf8')) as Plan;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw new UserError(`the plan ${path} cannot be read: ${(error as Error).message}`, { code: 'apply/no-plan' });
  }
}
