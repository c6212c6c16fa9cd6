import type { AlertRule, RecordingRule, RuleGroup } from '../define/rules.js';
import type { Expr } from '../promql/ast.js';
import { parse } from '../promql/parse.js';
import { print } from '../promql/print.js';
import { typeProblems } from '../promql/types.js';
import { walk } from '../promql/walk.js';
import type { Resource } from '../types.js';
import { type Input, ofKind } from './input.js';
import { mustBeRead } from './promql-versions.js';
import { mustSupport } from './versions.js';

/** Rule groups → one Prometheus rule file each. */
export function compileRules(input: Input): Resource[] {
  return ofKind(input, 'rule-group').map((group) => ({
    kind: 'prometheus/rules',
    id: group.name,
    path: `prometheus/rules/${group.name}.yaml`,
    body: { groups: [input.made(groupBody(group, input), group)] },
    origin: input.originOf(group),
  }));
}

function groupBody(group: RuleGroup, input: Input): object {
  return {
    name: group.name,
    interval: group.interval,
    rules: group.rules.map((rule) =>
      input.made(rule.kind === 'record' ? recordBody(rule, input) : alertBody(rule, input), rule),
    ),
  };
}

/** The rule's query, which Prometheus must not refuse: it would refuse the whole file. */
function expression(rule: AlertRule | RecordingRule, input: Input): string {
  const built = rule.query.toExpr(input.histograms);
  const text = print(built);
  const nodes = walk(built).map(({ expr }) => expr);
  mustBeRead(input, built, `of the ${rule.kind === 'record' ? 'recording rule' : 'alert'} ${rule.name}`, rule);
  // what is built of typed parts is well-formed
  const tree = nodes.some(({ type }) => type === 'raw') ? parsed(text, rule, input) : nodes;
  for (const node of tree) {
    if (node.type !== 'selector') continue;
    if (node.name !== undefined && !/^[A-Za-z_:][\w:]*$/.test(node.name)) {
      mustSupport(input, 'prometheus/utf8-names', `the metric name ${node.name}`, rule);
    }
    const variable = node.matchers.find(({ value }) => /^\$\{?[A-Za-z_]/.test(value));
    if (variable) {
      const message = `${variable.label} is compared with ${variable.value}, which only Grafana would replace`;
      report(rule, input, 'query/variable-in-rule', message, 'a rule has no variables: write the value');
    }
  }
  return text;
}

/** The nodes of a query that was written as text, where Prometheus would take it. */
function parsed(text: string, rule: AlertRule | RecordingRule, input: Input): readonly Expr[] {
  const { expr, problem } = parse(text);
  const wrong = problem ?? (expr && typeProblems(expr)[0]);
  if (wrong) {
    report(rule, input, problem ? 'promql/syntax' : 'promql/type', `${wrong.message}, in ${text}`, wrong.help);
  }
  return expr ? walk(expr).map((node) => node.expr) : [];
}

function report(rule: AlertRule | RecordingRule, input: Input, code: string, message: string, help?: string): void {
  input.report({
    code,
    severity: 'error',
    message: `${rule.kind} ${rule.name}: ${message}`,
    ...(help ? { help } : {}),
    origin: input.originOf(rule),
  });
}

function recordBody(rule: RecordingRule, input: Input): object {
  return {
    record: rule.name,
    expr: expression(rule, input),
    ...nonEmpty('labels', rule.labels),
  };
}

function alertBody(rule: AlertRule, input: Input): object {
  if (rule.keepFiringFor) mustSupport(input, 'prometheus/keep-firing-for', `keepFiringFor of ${rule.name}`, rule);
  return {
    alert: rule.name,
    expr: expression(rule, input),
    ...(rule.for ? { for: rule.for } : {}),
    ...(rule.keepFiringFor ? { keep_firing_for: rule.keepFiringFor } : {}),
    ...nonEmpty('labels', rule.labels),
    ...nonEmpty('annotations', rule.annotations),
  };
}

function nonEmpty(key: string, record: Readonly<Record<string, string>>): object {
  return Object.keys(record).length > 0 ? { [key]: record } : {};
}
