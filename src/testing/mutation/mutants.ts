import { durationSeconds } from '../../promql/duration.js';
import { parse } from '../../promql/parse.js';
import { print } from '../../promql/print.js';
import type { RuleBody } from '../../types/testing.js';
import { changesOf } from './expressions.js';

/** A rule with one thing changed. */
export interface Mutant {
  readonly body: RuleBody;
  readonly what: string;
}

/** Every rule that differs from this one in one thing that a test should notice. Annotations are left to reviews. */
export function mutantsOf(body: RuleBody): readonly Mutant[] {
  const { expr } = parse(body.expr);
  const ofQuery = expr
    ? changesOf(expr).map(({ expr: changed, what }) => ({ body: { ...body, expr: print(changed) }, what }))
    : [];
  const all = [...ofQuery, ...ofDuration(body, 'for'), ...ofDuration(body, 'keep_firing_for'), ...ofLabels(body)];
  const distinct = new Map(all.map((mutant) => [JSON.stringify(mutant.body), mutant]));
  distinct.delete(JSON.stringify(body));
  return counted([...distinct.values()]);
}

/** Changes that would be called the same are told apart by a number. */
function counted(mutants: readonly Mutant[]): readonly Mutant[] {
  const seen = new Map<string, number>();
  return mutants.map((mutant) => {
    const count = (seen.get(mutant.what) ?? 0) + 1;
    seen.set(mutant.what, count);
    return count === 1 ? mutant : { ...mutant, what: `${mutant.what} (${count})` };
  });
}

function ofDuration(body: RuleBody, key: 'for' | 'keep_firing_for'): readonly Mutant[] {
  const duration = body[key];
  if (!duration) return [];
  const { [key]: _, ...without } = body;
  const doubled = `${durationSeconds(duration) * 2}s`;
  return [
    { body: without, what: `without ${key}: ${duration}` },
    { body: { ...body, [key]: doubled }, what: `${key}: ${duration} became twice as long` },
  ];
}

function ofLabels(body: RuleBody): readonly Mutant[] {
  return Object.entries(body.labels ?? {}).flatMap(([label, value]) => {
    const { [label]: _, ...others } = body.labels ?? {};
    const shown = value.includes('{{') ? 'its template' : value;
    return [
      { body: { ...body, labels: others }, what: `without the label ${label}: ${shown}` },
      {
        body: { ...body, labels: { ...others, [label]: 'mutated' } },
        what: `the label ${label}: ${shown} became another`,
      },
    ];
  });
}
