import type { BinaryExpr, Expr } from '../../promql/ast.js';
import { type Bounds, verdict } from '../../promql/bounds.js';
import { selectorsIn } from '../../promql/walk.js';
import type { NodeCheck, Note } from '../check.js';
import type { Everything } from '../model/everything.js';

export const promqlNever: NodeCheck<'binary'> = {
  code: 'promql/never',
  on: 'node',
  types: ['binary'],
  severity: 'error',
  summary: 'a comparison is never true',
  why: 'An alert with it never fires, and nobody learns that before the incident it was written for.',
  good: [
    'alert: count(up == 0) > 3',
    'alert: error_ratio > 0.1',
    'alert: up == 0',
    'alert: absent(up) == 1',
    'alert: rate(x_total[5m]) == 0',
    'alert: 1 - error_ratio < 0.9',
  ],
  bad: [
    'alert: count(up) == 0',
    'alert: count(up == 0) < 1',
    'alert: error_ratio > 1.44',
    'alert: up > 1',
    'alert: absent(up) > 1',
    'alert: rate(x_total[5m]) < 0',
    'alert: clamp_max(x, 5) > 5',
    'alert: (a > bool 1) > 1',
    'alert: 1 - error_ratio > 1',
  ],
  run: (node, _, all) => comparison(node, all, 'never'),
};

export const promqlAlways: NodeCheck<'binary'> = {
  code: 'promql/always',
  on: 'node',
  types: ['binary'],
  severity: 'warning',
  summary: 'a comparison is always true',
  why: 'It filters nothing: an alert with it fires for as long as the series exists.',
  good: ['alert: up >= 1', 'alert: vector(1)', 'alert: vector(1) > 0', 'panel: error_ratio <= 0.5'],
  bad: ['alert: rate(x_total[5m]) >= 0', 'alert: count(up) > 0', 'alert: error_ratio <= 1'],
  run: (node, { expr, context }, all) => {
    const found = context === 'alert' ? comparison(node, all, 'always') : [];
    return found.length > 0 && !isConstant(expr) ? found : [];
  },
};

function comparison(node: BinaryExpr, { bounds }: Everything, wanted: 'never' | 'always'): Note[] {
  if (node.bool || !node.span || !'<>=!'.includes(node.op.charAt(0))) return [];
  const [left, right] = [bounds(node.left), bounds(node.right)];
  if (verdict(node.op, left, right) !== wanted) return [];
  const message = wanted === 'never' ? 'this is never true' : 'this is always true';
  return [{ message, help: `the left side is ${inWords(left)}, the right side ${inWords(right)}`, span: node.span }];
}

function isConstant(expr: Expr): boolean {
  return selectorsIn(expr).length === 0;
}

function inWords([least, greatest]: Bounds): string {
  if (least === greatest) return String(least);
  if (greatest === Number.POSITIVE_INFINITY)
    return least === Number.NEGATIVE_INFINITY ? 'anything' : `at least ${least}`;
  return least === Number.NEGATIVE_INFINITY ? `at most ${greatest}` : `between ${least} and ${greatest}`;
}
