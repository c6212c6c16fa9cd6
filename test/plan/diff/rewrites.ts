import type { Expr } from '../../../src/promql/ast.js';
import { durationSeconds } from '../../../src/promql/duration.js';
import { parse } from '../../../src/promql/parse.js';
import { print } from '../../../src/promql/print.js';
import type { Random } from './random.js';

// biome-ignore lint/suspicious/noExplicitAny: bodies of any kind are rewritten
type Any = any;

/** The same body, written by somebody else: reformatted, reordered, exported again. */
export function rewritten(kind: string, body: unknown, random: Random): unknown {
  const copy = structuredClone(body) as Any;
  if (kind === 'grafana/dashboard') dashboard(copy, random);
  if (kind === 'prometheus/rules') rules(copy, random);
  if (kind === 'alertmanager/config') alertmanager(copy, random);
  if (kind === 'prometheus/scrape' || kind === 'prometheus/config') prometheus(copy, random);
  if (typeof copy === 'string') return copy.replaceAll('\n', random.chance(0.5) ? '\r\n' : '\n');
  return shuffledKeys(copy, random);
}

export function shuffled<T>(list: readonly T[], random: Random): T[] {
  const copy = [...list];
  for (let index = copy.length - 1; index > 0; index--) {
    const other = random.below(index + 1);
    [copy[index], copy[other]] = [copy[other] as T, copy[index] as T];
  }
  return copy;
}

function shuffledKeys(value: Any, random: Random): Any {
  if (Array.isArray(value)) return value.map((item) => shuffledKeys(item, random));
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  const entries = shuffled(Object.entries(value), random);
  return Object.fromEntries(entries.map(([key, inner]) => [key, shuffledKeys(inner, random)]));
}

/** A query with other blanks, other quotes, other orders, and parentheses that change nothing. */
export function otherQuery(text: string, variables: boolean, random: Random): string {
  const { expr } = parse(text, { variables });
  if (!expr) return ` ${text}\n`;
  const printed = print(otherTree(expr, random));
  const wrapped = random.chance(0.3) ? `(${printed})` : printed;
  return random.chance(0.5) ? `  ${wrapped}\n` : wrapped;
}

function otherTree(expr: Expr, random: Random): Expr {
  const inner = (one: Expr) => otherTree(one, random);
  const duration = (text: string) => {
    const seconds = durationSeconds(text);
    return Number.isNaN(seconds) || !Number.isInteger(seconds) || random.chance(0.5) ? text : `${seconds}s`;
  };
  switch (expr.type) {
    case 'selector':
      return {
        ...expr,
        matchers: shuffled(expr.matchers, random),
        ...(expr.offset ? { offset: duration(expr.offset) } : {}),
      };
    case 'range':
      return { ...expr, range: duration(expr.range), selector: inner(expr.selector) as typeof expr.selector };
    case 'subquery':
      return { ...expr, range: duration(expr.range), expr: inner(expr.expr) };
    case 'call':
      return { ...expr, args: expr.args.map(inner) };
    case 'aggregate': {
      const { grouping } = expr;
      const labels = grouping ? { grouping: { ...grouping, labels: shuffled(grouping.labels, random) } } : {};
      return { ...expr, ...labels, expr: inner(expr.expr) };
    }
    case 'binary': {
      const { matching } = expr;
      const labels = matching ? { matching: { ...matching, labels: shuffled(matching.labels, random) } } : {};
      return { ...expr, ...labels, left: inner(expr.left), right: inner(expr.right) };
    }
    case 'negate':
    case 'group':
      return { ...expr, expr: inner(expr.expr) };
    default:
      return expr;
  }
}

const otherDuration = (value: unknown, random: Random) => {
  const seconds = typeof value === 'string' ? durationSeconds(value) : Number.NaN;
  if (Number.isNaN(seconds) || random.chance(0.4)) return value;
  return seconds % 60 === 0 && random.chance(0.5) ? `${seconds / 60}m` : `${Math.round(seconds * 1000)}ms`;
};

function dashboard(body: Any, random: Random): void {
  Object.assign(body, { id: random.below(1000), version: random.below(50), schemaVersion: 42 });
  if (random.chance(0.5)) Object.assign(body, { weekStart: '', fiscalYearStartMonth: body.fiscalYearStartMonth ?? 0 });
  if (random.chance(0.5)) body.timepicker ??= {};
  if (random.chance(0.3)) body.tags = shuffled(body.tags ?? [], random);
  if (random.chance(0.5)) {
    body.annotations.list.unshift({
      builtIn: 1,
      datasource: { type: 'grafana', uid: '-- Grafana --' },
      enable: true,
      hide: true,
      iconColor: 'rgba(0, 211, 255, 1)',
      name: 'Annotations & Alerts',
      type: 'dashboard',
    });
  }
  const first = random.below(500);
  for (const [index, panel] of body.panels.entries()) onePanel(panel, first + index, random);
  if (random.chance(0.5)) body.panels = shuffled(body.panels, random);
  for (const variable of body.templating.list) {
    if (random.chance(0.5)) variable.options = [];
    if (random.chance(0.5)) variable.hide ??= 0;
    if (random.chance(0.3)) delete variable.definition;
    if (variable.query?.query && random.chance(0.5)) variable.query = variable.query.query;
    if (variable.current) variable.current.selected = random.chance(0.5);
  }
}

function onePanel(panel: Any, id: number, random: Random): void {
  panel.id = id;
  if (random.chance(0.5)) panel.pluginVersion = '12.4.0';
  if (random.chance(0.5)) panel.transparent ??= false;
  if (random.chance(0.3)) panel.repeat ??= '';
  if (random.chance(0.3)) panel.transformations ??= [];
  for (const target of panel.targets ?? []) {
    if (typeof target.expr === 'string' && random.chance(0.6)) target.expr = otherQuery(target.expr, true, random);
    if (random.chance(0.5)) target.editorMode = 'code';
    if (random.chance(0.5)) target.hide ??= false;
    if (JSON.stringify(target.datasource) === JSON.stringify(panel.datasource) && random.chance(0.4))
      delete target.datasource;
  }
  const defaults = panel.fieldConfig?.defaults;
  if (defaults && random.chance(0.5)) defaults.mappings ??= [];
  if (defaults?.thresholds && random.chance(0.5)) delete defaults.thresholds.steps[0].value;
  if (panel.type === 'timeseries' && defaults && random.chance(0.5)) {
    defaults.custom = { drawStyle: 'line', barAlignment: 0, axisLabel: '', pointSize: 5, ...defaults.custom };
  }
  if (panel.options?.tooltip && random.chance(0.5)) panel.options.tooltip.hideZeros ??= false;
}

function rules(body: Any, random: Random): void {
  for (const group of body.groups) {
    if (group.interval) group.interval = otherDuration(group.interval, random);
    if (random.chance(0.3)) group.limit ??= 0;
    for (const rule of group.rules) {
      rule.expr = otherQuery(rule.expr, false, random);
      if (rule.for) rule.for = otherDuration(rule.for, random);
      if (rule.keep_firing_for) rule.keep_firing_for = otherDuration(rule.keep_firing_for, random);
      if (random.chance(0.3)) rule.labels ??= {};
      if (rule.alert && random.chance(0.3)) rule.for ??= '0s';
    }
  }
}

function alertmanager(body: Any, random: Random): void {
  body.receivers = shuffled(body.receivers, random);
  body.inhibit_rules = shuffled(body.inhibit_rules, random);
  body.time_intervals = shuffled(body.time_intervals, random);
  if (random.chance(0.5)) body.global.smtp_hello ??= 'localhost';
  const route = (one: Any) => {
    for (const key of ['group_wait', 'group_interval', 'repeat_interval']) {
      if (one[key]) one[key] = otherDuration(one[key], random);
    }
    if (one.group_by) one.group_by = shuffled(one.group_by, random);
    if (one.matchers) one.matchers = otherMatchers(one.matchers, random);
    if (random.chance(0.3)) one.continue ??= false;
    for (const child of one.routes ?? []) route(child);
  };
  route(body.route);
  for (const rule of body.inhibit_rules) {
    rule.source_matchers = otherMatchers(rule.source_matchers, random);
    rule.target_matchers = otherMatchers(rule.target_matchers, random);
    if (rule.equal) rule.equal = shuffled(rule.equal, random);
  }
}

function otherMatchers(matchers: readonly string[], random: Random): readonly string[] {
  const spaced = shuffled(matchers, random).map((one) =>
    random.chance(0.5) ? one.replace(/(=~|!~|!=|=)/, ' $1 ') : one,
  );
  return random.chance(0.3) ? [`{${spaced.join(', ')}}`] : spaced;
}

function prometheus(body: Any, random: Random): void {
  for (const job of body.scrape_configs ?? []) {
    if (random.chance(0.5)) job.scheme ??= 'http';
    if (random.chance(0.5)) job.honor_timestamps ??= true;
    for (const key of ['scrape_interval', 'scrape_timeout']) if (job[key]) job[key] = otherDuration(job[key], random);
    if (job.static_configs) job.static_configs = shuffled(job.static_configs, random);
    for (const group of job.static_configs ?? []) group.targets = shuffled(group.targets, random);
    for (const one of [...(job.relabel_configs ?? []), ...(job.metric_relabel_configs ?? [])]) {
      if (random.chance(0.4)) one.separator ??= ';';
      if (random.chance(0.4)) one.action ??= 'replace';
    }
  }
  if (body.rule_files) body.rule_files = shuffled(body.rule_files, random);
}
