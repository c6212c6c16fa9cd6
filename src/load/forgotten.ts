import type { Definition } from '../define/definition.js';
import type { AlertRule, RecordingRule } from '../define/rules.js';
import type { Diagnostic, Origin } from '../types.js';

/** What one evaluation of the definitions made, and what of it was exported. */
export interface Evaluated {
  readonly made: readonly object[];
  readonly definitions: readonly Definition[];
  readonly originOf: (thing: object) => Origin;
}

type Rule = AlertRule | RecordingRule;

/**
 * Alerts and recording rules that are in no rule group of any environment: they would be lost without a word.
 * One that some environment uses is turned off in the others, which is nobody's mistake.
 */
export function forgottenRules(environments: readonly Evaluated[]): Diagnostic[] {
  const used = new Set<string>();
  const unused = new Map<string, { readonly rule: Rule; readonly origin: Origin }>();
  for (const { made, definitions, originOf } of environments) {
    const grouped = new Set(definitions.flatMap((one) => (one.kind === 'rule-group' ? one.rules : [])));
    for (const rule of made.filter(isRule)) {
      const origin = originOf(rule);
      const place = `${origin.file}:${origin.line}:${origin.column}`;
      if (grouped.has(rule)) used.add(place);
      else unused.set(place, { rule, origin });
    }
  }
  return [...unused]
    .filter(([place]) => !used.has(place))
    .map(([, { rule, origin }]) => ({
      code: 'definition/forgotten',
      severity: 'error',
      message: `the ${rule.kind === 'alert' ? 'alert' : 'recording rule'} "${rule.name}" is in no rule group`,
      help: 'add it to a ruleGroup() that a module exports, or remove it',
      origin,
    }));
}

function isRule(thing: object): thing is Rule {
  const { kind } = thing as { kind?: string };
  return kind === 'alert' || kind === 'record';
}
