import type { Matcher } from '../../promql/ast.js';
import type { Problem } from '../../promql/problem.js';
import { walk } from '../../promql/walk.js';
import type { QueryCheck } from '../check.js';

export const promqlRegexp: QueryCheck = {
  code: 'promql/regexp',
  on: 'query',
  severity: 'info',
  summary: 'a regular expression is not needed, or has anchors that are there anyway',
  why: 'It is slower than a comparison, and the reader looks for a pattern that is not there.',
  good: ['panel: up{job="api"}', 'panel: up{job=~"api|web"}', 'panel: up{job=~"$job"}', 'alert: up{job=~".+"}'],
  bad: ['panel: up{job=~"api"}', 'panel: up{job!~"api"}', 'alert: up{job=~"^api|web$"}'],
  run: ({ expr }) =>
    walk(expr).flatMap((node) => (node.expr.type === 'selector' ? node.expr.matchers.flatMap(needless) : [])),
};

function needless({ label, op, value, span }: Matcher): Problem[] {
  if (!span || !op.endsWith('~') || /\$\{?[A-Za-z_]|\[\[/.test(value)) return [];
  if (/^\^|[^\\]\$$/.test(value)) {
    const bare = value.replace(/^\^/, '').replace(/\$$/, '');
    return [{ message: `the expression of ${label} is anchored at both ends anyway`, help: `write "${bare}"`, span }];
  }
  if (/[\\^$.*+?()[\]{}|]/.test(value)) return [];
  const plain = op === '=~' ? '=' : '!=';
  return [{ message: `${label}${op}"${value}" is no pattern`, help: `write ${label}${plain}"${value}"`, span }];
}
