import { isObject, type Json } from '../../json.js';
import type { Path, Subject } from '../../types.js';
import { objectsOf, textsOf } from './plain.js';
import { type FoundQuery, foundQuery } from './query.js';

/** A group of a rule file, as far as it is one. */
export interface FoundGroup {
  readonly subject: Subject;
  readonly path: Path;
  readonly name: string;
  readonly body: Json;
  readonly rules: readonly FoundRule[];
}

export interface FoundRule {
  readonly subject: Subject;
  readonly path: Path;
  readonly kind: 'alert' | 'record';
  readonly name: string;
  /** `alert HighLatency`. */
  readonly owner: string;
  readonly group: string;
  /** How often its group is evaluated, as it says itself. */
  readonly interval: unknown;
  readonly body: Json;
  readonly query: FoundQuery | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export function groupsOf(subject: Subject): FoundGroup[] {
  if (subject.kind !== 'rules' || !isObject(subject.body)) return [];
  return objectsOf(subject.body.groups).map(([body, index]) => {
    const path = ['groups', index];
    const name = String(body.name ?? '');
    const group = { subject, path, name, body };
    const rules = objectsOf(body.rules).map(([rule, at]) => foundRule(group, ['groups', index, 'rules', at], rule));
    return { ...group, rules };
  });
}

function foundRule(of: Omit<FoundGroup, 'rules'>, path: Path, body: Json): FoundRule {
  const { subject, name: group } = of;
  const { interval } = of.body;
  const kind = 'alert' in body ? 'alert' : 'record';
  const name = String(body[kind] ?? '');
  const owner = `${kind} ${name}`;
  const text = typeof body.expr === 'number' ? String(body.expr) : body.expr;
  const query =
    typeof text === 'string' && /\S/.test(text)
      ? foundQuery({ text, context: kind, owner, subject, path: [...path, 'expr'] })
      : undefined;
  const labels = textsOf(body.labels);
  const annotations = textsOf(body.annotations);
  return { subject, path, kind, name, owner, group, interval, body, query, labels, annotations };
}
