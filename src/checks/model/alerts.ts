import { alternatives, type Labels, type Matcher } from '../../alertmanager/matchers.js';
import { opposite, satisfying } from '../../alertmanager/satisfy.js';
import { missing } from '../../promql/label-flow.js';
import { selectorsIn } from '../../promql/walk.js';
import type { Everything } from './everything.js';
import { treeOf } from './query.js';
import type { FoundRule } from './rules.js';

/** The values that a label of an alert can have. */
export interface LabelValues {
  /** All of them, where they are known; an empty one stands for a label that may be absent. */
  readonly known: readonly string[];
  /** Whether there may be others. */
  readonly open: boolean;
}

/** Which values a label of an alert can have: by its rule, and by the metrics that its query reads. */
export function labelValues(rule: FoundRule, label: string, all: Everything, depth = 0): LabelValues {
  const known = found.get(rule) ?? new Map<string, LabelValues>();
  found.set(rule, known);
  const values = known.get(label) ?? valuesOf(rule, label, all, depth);
  known.set(label, values);
  return values;
}

/** Asked for again and again by checks; a rule belongs to one set of files. */
const found = new WeakMap<FoundRule, Map<string, LabelValues>>();

function valuesOf(rule: FoundRule, label: string, all: Everything, depth: number): LabelValues {
  if (label === 'alertname' && rule.kind === 'alert') return { known: [rule.name], open: false };
  const stated = rule.labels[label];
  if (stated !== undefined) return valuesOfText(stated);
  const expr = treeOf(rule.query);
  if (!expr) return { known: [''], open: true };
  const flow = all.flow(expr);
  const lost = missing(flow, label);
  if (lost) return { known: [''], open: false };
  const only = flow.sure.get(label);
  if (only !== undefined) return { known: [only], open: false };
  const always = flow.sure.has(label);
  const found = selectorsIn(expr).flatMap(({ name }) => {
    const metric = name === undefined ? undefined : all.metrics?.get(name);
    if (metric) return label in metric.labels ? [metric.labels[label] ?? undefined] : [];
    // the first where several rules have one name
    const recorded = name === undefined ? undefined : all.recording.get(name)?.[0];
    if (!recorded || depth > 5) return [undefined];
    const { known, open } = labelValues(recorded, label, all, depth + 1);
    return [open ? undefined : known.filter((value) => value !== '')];
  });
  const open = found.length === 0 || found.includes(undefined);
  const known = [...new Set(found.flatMap((values) => values ?? []))];
  return { known: always ? known : [...known, ''], open };
}

/** Of a template that only chooses between texts, these texts. */
function valuesOfText(text: string): LabelValues {
  if (!text.includes('{{')) return { known: [text], open: false };
  const actions = [...text.matchAll(/\{\{-?\s*([\s\S]*?)\s*-?\}\}/g)].map(([, action = '']) => action);
  if (!actions.every((action) => /^(if|else|end)\b/.test(action))) return { known: [], open: true };
  const pieces = text.split(/\{\{[\s\S]*?\}\}/).map((piece) => piece.trim());
  return { known: [...new Set(pieces.filter((piece) => piece !== ''))], open: false };
}

/** More combinations than these are not looked at. */
const mostCombinations = 3000;

/**
 * Label sets that stand for all that an alert can carry, as far as matchers tell them apart; undefined where they are
 * too many.
 */
export function labelSetsOf(rule: FoundRule, matchers: readonly Matcher[], all: Everything): Labels[] | undefined {
  let sets: Labels[] = [{ alertname: rule.name }];
  for (const label of new Set(matchers.map((one) => one.label))) {
    if (label === 'alertname') continue;
    const values = distinguished(
      labelValues(rule, label, all),
      matchers.filter((one) => one.label === label),
    );
    sets = sets.flatMap((labels) => values.map((value) => (value === '' ? labels : { ...labels, [label]: value })));
    if (sets.length > mostCombinations) return undefined;
  }
  return sets;
}

/** The values, and where others are possible one of each kind that the matchers tell apart. */
function distinguished({ known, open }: LabelValues, matchers: readonly Matcher[]): readonly string[] {
  if (!open) return known.length > 0 ? known : [''];
  return [...new Set([...known, ...toldApart(matchers)])];
}

const apart = new Map<string, readonly string[]>();

/** Values of which the matchers of a label take some and not others; the same for every rule. */
function toldApart(matchers: readonly Matcher[]): readonly string[] {
  const key = JSON.stringify(matchers.map(({ label, op, value }) => [label, op, value]));
  const before = apart.get(key);
  if (before) return before;
  const spoken = matchers.flatMap((matcher) => {
    const { label, op, value } = matcher;
    const texts = op.endsWith('~') ? alternatives(value) : [value];
    if (texts) return texts;
    return [matcher, opposite(matcher)].flatMap((one) => {
      const found = satisfying([one, { label, op: '!=', value: '' }]);
      return typeof found === 'object' ? [found[label] ?? ''] : [];
    });
  });
  const other = satisfying(matchers.map(({ label }) => ({ label, op: '!~', value: spoken.map(quoted).join('|') })));
  const rest = typeof other === 'object' ? Object.values(other) : [];
  const found = [...new Set([...spoken.filter((value) => value !== ''), ...rest])];
  apart.set(key, found);
  return found;
}

function quoted(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
