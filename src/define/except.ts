import { UserError } from '../errors.js';
import { remember } from './origin.js';

/** A finding that somebody has looked at and accepts, and why. */
export interface Exception {
  readonly of: object;
  /** The code of the check: `rule/unused-record`. */
  readonly code: string;
  readonly reason: string;
}

let stated: Exception[] = [];

/**
 * Accepts what a check finds in a definition, or in anything inside of it. `obsctl validate` reports an exception that
 * does not apply any more.
 * @param of a rule, metric, panel, query, dashboard, group, route, receiver …
 * @param code the check, as `obsctl validate` names it: `rule/unused-record`
 * @param reason why this is right here; whoever reads the definition next wants to know
 * @returns the definition itself, so that it can be wrapped where it stands
 */
export function except<T extends object>(of: T, code: string, reason: string): T {
  if (reason.trim() === '') {
    throw new UserError(`an exception from ${code} needs a reason`, { code: 'exception/no-reason', help: 'say why' });
  }
  // a recorded series stands for its rule, and the series of a metric for its definition
  const { rule, definition } = of as { readonly rule?: object; readonly definition?: object };
  stated.push(remember({ of: rule ?? definition ?? of, code, reason }));
  return of;
}

/** The exceptions stated since this was last asked. */
export function takeExceptions(): readonly Exception[] {
  const taken = stated;
  stated = [];
  return taken;
}
