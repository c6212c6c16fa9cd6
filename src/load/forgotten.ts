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

interface Found extends Pick<Evaluated, 'originOf'> {
  readonly rule: Rule;
}

/**
 * Alerts and recording rules that are in no rule group of any environment: they would be lost without a word.
 * One that some environment uses is turned off in the others, which is nobody's mistake.
 */
export function forgottenRules(environments: readonly Evaluated[]): Diagnostic[] {
  const unused = new Map<string, Found>();
  const used: Found[] = [];
  for (const { made, definitions, originOf } of environments) {
    const grouped = new Set(definitions.flatMap((one) => (one.kind === 'rule-group' ? one.rules : [])));
    for (const rule of made.filter(isRule)) {
      if (grouped.has(rule)) used.push({ rule, originOf });
      else unused.set(placeOf({ rule, originOf }), { rule, originOf });
    }
  }
  // to look up a place takes time
  const names = new Set([...unused.values()].map(({ rule }) => rule.name));
  for (const found of used) if (names.has(found.rule.name)) unused.delete(placeOf(found));
  return [...unused.values()].map(({ rule, originOf }) => ({
    code: 'definition/forgotten',
    severity: 'error',
    message: `the ${rule.kind === 'alert' ? 'alert' : 'recording rule'} "${rule.name}" is in no rule group`,
    help: 'add it to a ruleGroup() that a module exports, or remove it',
    origin: originOf(rule),
  }));
}

/** What tells that a rule of one environment is that of another. A helper makes many rules in one place. */
function placeOf({ rule, originOf }: Found): string {
  const { file, line, column } = originOf(rule);
  return `${file}:${line}:${column} ${rule.name}`;
}

function isRule(thing: object): thing is Rule {
  const { kind } = thing as { kind?: string };
  return kind === 'alert' || kind === 'record';
}
