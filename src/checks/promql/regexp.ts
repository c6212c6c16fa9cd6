import type { Matcher } from '../../promql/ast.js';
import type { NodeCheck, Note } from '../check.js';

export const promqlRegexp: NodeCheck<'selector'> = {
  code: 'promql/regexp',
  on: 'node',
  types: ['selector'],
  severity: 'info',
  summary: 'a regular expression is not needed, or has anchors that are there anyway',
  why: 'It is slower than a comparison, and the reader looks for a pattern that is not there.',
  good: ['panel: up{job="api"}', 'panel: up{job=~"api|web"}', 'panel: up{job=~"$job"}', 'alert: up{job=~".+"}'],
  bad: ['panel: up{job=~"api"}', 'panel: up{job!~"api"}', 'alert: up{job=~"^api|web$"}'],
  run: ({ matchers }, { text }) =>
    matchers.some(isPattern) ? matchers.filter(isPattern).flatMap((matcher) => needless(matcher, text)) : [],
};

function isPattern({ op }: Matcher): boolean {
  return op === '=~' || op === '!~';
}

function needless({ label, op, value, span }: Matcher, query: string): Note[] {
  if (!span || /\$\{?[A-Za-z_]|\[\[/.test(value)) return [];
  const written = query.slice(span.start, span.end);
  if (/^\^|[^\\]\$$/.test(value)) {
    const bare = value.replace(/^\^/, '').replace(/\$$/, '');
    const message = `the expression of ${label} is anchored at both ends anyway`;
    return [{ message, help: `write "${bare}"`, span, fix: { span, text: withoutAnchors(written) } }];
  }
  if (/[\\^$.*+?()[\]{}|]/.test(value)) return [];
  const plain = op === '=~' ? '=' : '!=';
  const fix = { span, text: written.replace(op, plain) };
  return [{ message: `${label}${op}"${value}" is no pattern`, help: `write ${label}${plain}"${value}"`, span, fix }];
}

/** As somebody wrote it, in their quotes. */
function withoutAnchors(matcher: string): string {
  return matcher.replace(/(["'`])\^/, '$1').replace(/\$(["'`])$/, '$1');
}
