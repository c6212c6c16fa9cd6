import type { AlertRule, RecordingRule, RuleGroup } from '../define/rules.js';
import { print } from '../promql/print.js';
import type { Resource } from '../types.js';
import { type Input, ofKind } from './input.js';
import { mustSupport } from './versions.js';

/** Rule groups → one Prometheus rule file each. */
export function compileRules(input: Input): Resource[] {
  return ofKind(input, 'rule-group').map((group) => ({
    kind: 'prometheus/rules',
    id: group.name,
    path: `prometheus/rules/${group.name}.yaml`,
    body: { groups: [groupBody(group, input)] },
    origin: input.originOf(group),
  }));
}

function groupBody(group: RuleGroup, input: Input): object {
  return {
    name: group.name,
    interval: group.interval,
    rules: group.rules.map((rule) => (rule.kind === 'record' ? recordBody(rule, input) : alertBody(rule, input))),
  };
}

function recordBody(rule: RecordingRule, input: Input): object {
  return {
    record: rule.name,
    expr: print(rule.query.toExpr(input.histograms)),
    ...nonEmpty('labels', rule.labels),
  };
}

function alertBody(rule: AlertRule, input: Input): object {
  if (rule.keepFiringFor) mustSupport(input, 'prometheus/keep-firing-for', `keepFiringFor of ${rule.name}`, rule);
  return {
    alert: rule.name,
    expr: print(rule.query.toExpr(input.histograms)),
    ...(rule.for ? { for: rule.for } : {}),
    ...(rule.keepFiringFor ? { keep_firing_for: rule.keepFiringFor } : {}),
    ...nonEmpty('labels', rule.labels),
    ...nonEmpty('annotations', rule.annotations),
  };
}

function nonEmpty(key: string, record: Readonly<Record<string, string>>): object {
  return Object.keys(record).length > 0 ? { [key]: record } : {};
}
