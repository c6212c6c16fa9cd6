import { type Labels, labelOf, matchesAll } from './matchers.js';
import type { AmConfig, InhibitRule } from './model.js';

/** Why an alert is muted: the rule, and the firing alert that mutes it. */
export interface Inhibited {
  readonly rule: InhibitRule;
  readonly source: Labels;
}

/**
 * What keeps an alert quiet while others fire; a muted alert mutes others all the same.
 *
 * Alerts that are on both sides of a rule do not mute each other. Where several sources have equal labels, servers
 * since 0.30 look at one of them only, so an alert on both sides may be spared there: see `inhibit/both-sides`.
 */
export function inhibitedBy(
  { inhibitRules }: AmConfig,
  labels: Labels,
  firing: readonly Labels[],
): Inhibited | undefined {
  for (const rule of inhibitRules) {
    if (!matchesAll(rule.target, labels)) continue;
    const onBothSides = matchesAll(rule.source, labels);
    const source = firing.find(
      (other) =>
        matchesAll(rule.source, other) &&
        rule.equal.every((label) => labelOf(labels, label) === labelOf(other, label)) &&
        !(onBothSides && matchesAll(rule.target, other)),
    );
    if (source) return { rule, source };
  }
  return undefined;
}

/** A rule as people name it: by its name, or by what it is made of. */
export function ruleName({ name, path }: InhibitRule): string {
  return name ?? `inhibit rule ${Number(path.at(-1)) + 1}`;
}
