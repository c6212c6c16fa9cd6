import type { AlertExpectation, Expectation } from '../../define/expect.js';
import type { HistogramMode } from '../../define/vector.js';
import type { Expr } from '../../promql/ast.js';
import { print } from '../../promql/print.js';
import type { Question } from '../engine.js';

/** What to ask about a rule under another name: a mutant of it. */
interface Renaming {
  readonly rename: (query: Expr) => Expr;
  /** Of the alert's name. */
  readonly suffix: string;
}

const asItIs: Renaming = { rename: (query) => query, suffix: '' };

/** What has to be known to judge an expectation. */
export function questionsOf(
  expectation: Expectation,
  histograms: HistogramMode,
  { rename, suffix }: Renaming = asItIs,
): readonly Question[] {
  const { at } = expectation;
  if (expectation.state === 'value') {
    return [{ ask: 'query', expr: print(rename(expectation.query.toExpr(histograms))), at }];
  }
  const name = `${expectation.rule?.name ?? ''}${suffix}`;
  const active: Question = { ask: 'query', expr: activeAlerts(name), at };
  const fired: Question = { ask: 'query', expr: firedUntil(name, at), at };
  switch (expectation.state) {
    case 'firing':
      return [{ ask: 'alerts', alert: name, at }, active];
    case 'pending':
      return [active];
    case 'quiet':
      return [fired];
    case 'resolved':
      return [active, fired];
  }
}

const activeAlerts = (name: string) => `ALERTS{alertname=${JSON.stringify(name)}}`;

/** How often each alert has fired since the beginning. */
const firedUntil = (name: string, at: number) =>
  `count_over_time(ALERTS{alertname=${JSON.stringify(name)},alertstate="firing"}[${Math.floor(at) + 1}s])`;

/** The labels that a rule sets itself, whatever the series: they tell its alerts from those of others of its name. */
export function ownLabels({ rule }: AlertExpectation): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(rule?.labels ?? {}).filter(([, value]) => !value.includes('{{')));
}
