import { UserError } from '../errors.js';
import { remember } from './origin.js';
import type { AlertRule, RecordingRule } from './rules.js';

/** Changes of rules that no test can notice, or that none has to, and why. */
export interface Survivor {
  readonly kind: 'survivor';
  /** The first of the changes. */
  readonly name: string;
  readonly rules: readonly (AlertRule | RecordingRule)[];
  /** As `obsctl test --mutate` calls them. */
  readonly changes: readonly string[];
  readonly why: string;
}

type Rule = AlertRule | { readonly rule: RecordingRule } | false | undefined;

/**
 * Accepts that `obsctl test --mutate` changes a rule and no test notices. It belongs into an exported list, in any
 * module of the definitions; what the tests do notice after all is reported.
 *
 * ```ts
 * survivor(serviceDown, 'sum became max, in sum by (service) (up)', 'no value of `up` is below 0');
 * ```
 *
 * @param of a rule, or several that have the same change; of one that an environment turns off, nothing is said
 * @param changes as `obsctl test --mutate` calls them
 * @param why nobody would be told anything else; whoever reads the rule next wants to know
 */
export function survivor(of: Rule | readonly Rule[], changes: string | readonly string[], why: string): Survivor {
  const list = typeof changes === 'string' ? [changes] : changes;
  const [name] = list;
  if (name === undefined || why.trim() === '') {
    throw new UserError('a survivor needs a change and a reason', { code: 'survivor/no-reason', help: 'say why' });
  }
  const rules = [of].flat().flatMap((one) => (one ? ['rule' in one ? one.rule : one] : []));
  return remember({ kind: 'survivor', name, rules, changes: list, why });
}
