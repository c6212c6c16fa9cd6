import type { Expr } from '../promql/ast.js';
import type { Gauge } from './metric.js';
import { mustFit, type OptionsOf } from './options.js';
import type { Unit } from './units.js';
import { type Duration, type Nature, type Vector, vector } from './vector.js';

interface Change {
  /** How many percent it has to change. */
  readonly by: number;
  /** How long ago the value it is compared with was measured. */
  readonly offset: Duration;
  /** The value then has to be greater than this, so that a change of almost nothing counts for nothing. */
  readonly minBaseline: number;
}

const changeOptions: OptionsOf<Change> = { by: 'number', offset: 'duration', minBaseline: 'number' };

/** The series that are more than `by` percent lower than they were `offset` ago. In percent, 0 to 100. */
export function percentDecrease<L, Q extends Nature>(
  series: Gauge<string, L, Unit, Q>,
  change: Change,
): Vector<L, 'percent', Q> {
  mustFit('percentDecrease()', change, changeOptions);
  return changed(series, change, (share) => ({ type: 'binary', op: '-', left: number(1), right: share }));
}

/** The series that are more than `by` percent higher than they were `offset` ago. In percent, 0 and up. */
export function percentIncrease<L, Q extends Nature>(
  series: Gauge<string, L, Unit, Q>,
  change: Change,
): Vector<L, 'percent', Q> {
  mustFit('percentIncrease()', change, changeOptions);
  return changed(series, change, (share) => ({ type: 'binary', op: '-', left: share, right: number(1) }));
}

function changed<L, Q extends Nature>(
  series: Gauge<string, L, Unit, Q>,
  { by, offset, minBaseline }: Change,
  difference: (share: Expr) => Expr,
): Vector<L, 'percent', Q> {
  const before = series.offset(offset);
  return vector(
    {
      unit: 'percent',
      labels: series.labels,
      condition: { op: '>', threshold: by, unit: 'percent' },
      toExpr: (mode) => {
        const share: Expr = { type: 'binary', op: '/', left: series.toExpr(mode), right: before.toExpr(mode) };
        const percent: Expr = { type: 'binary', op: '*', left: number(100), right: difference(share) };
        return {
          type: 'binary',
          op: 'and',
          left: { type: 'binary', op: '>', left: percent, right: number(by) },
          right: { type: 'binary', op: '>', left: before.toExpr(mode), right: number(minBaseline) },
        };
      },
    },
    series.nature,
  );
}

function number(value: number): Expr {
  return { type: 'number', value };
}
