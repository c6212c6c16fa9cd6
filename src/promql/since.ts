import type { Expr, Span } from './ast.js';
import { walk } from './walk.js';

/** Something of PromQL that not every Prometheus reads. */
export interface Demand {
  /** As the subject of a sentence: `histogram_avg()`. */
  readonly what: string;
  /** The first version that has it. */
  readonly since: string;
  /** The first version that no longer has it, and what to write there. */
  readonly until?: { readonly version: string; readonly instead: string };
  /** What has to be named in `--enable-feature`. */
  readonly flag?: string;
  /** Where it stands in the text. */
  readonly span?: Span;
}

interface Introduced extends Omit<Demand, 'what' | 'span'> {
  /** From this version on no flag is needed. */
  readonly stable?: string;
}

const all = (names: string, introduced: Introduced) => names.split(' ').map((name) => [name, introduced] as const);

const experimental = (since: string, stable?: string): Introduced => ({
  since,
  flag: 'promql-experimental-functions',
  ...(stable ? { stable } : {}),
});

/** Functions and aggregations that came or went. Source: Prometheus' changelog; promtool 2.42, 2.53 and 3.5 agree. */
const introduced: ReadonlyMap<string, Introduced> = new Map([
  ...all('last_over_time sgn clamp', { since: '2.26' }),
  ...all('present_over_time', { since: '2.29' }),
  ...all('acos acosh asin asinh atan atanh cos cosh sin sinh tan tanh deg rad pi', { since: '2.31' }),
  ...all('histogram_count histogram_sum histogram_fraction', { since: '2.40' }),
  ...all('histogram_stddev histogram_stdvar', { since: '2.47' }),
  ...all('histogram_avg', { since: '2.51' }),
  ...all('mad_over_time sort_by_label sort_by_label_desc', experimental('2.49')),
  ...all('limitk limit_ratio', experimental('2.54')),
  ...all('info', experimental('2.55')),
  ...all('double_exponential_smoothing', experimental('3.0')),
  ...all('ts_of_last_over_time ts_of_max_over_time ts_of_min_over_time', experimental('3.5')),
  ...all('first_over_time', experimental('3.7', '3.14')),
  ...all('ts_of_first_over_time', experimental('3.7')),
  ...all('histogram_quantiles', experimental('3.11')),
  ...all('start end range step', experimental('3.12')),
  ...all('max_of min_of', experimental('3.13')),
  ['holt_winters', { since: '2.0', until: { version: '3.0', instead: 'double_exponential_smoothing()' } }],
]);

/** Where the language itself grew. */
const grown = {
  edges: { since: '3.7', flag: 'promql-extended-range-selectors' },
  fill: { since: '3.10', flag: 'promql-binop-fill-modifiers' },
  durationExpression: { since: '3.4', flag: 'promql-duration-expr', stable: '3.14' },
  number: { since: '2.54' },
  moment: { since: '2.33' },
} as const satisfies Record<string, Introduced>;

/**
 * What of a query not every Prometheus reads. Names outside ASCII are not among it.
 * @param text what the tree was parsed from: literals are told apart by how they are written
 * @param isOlder whether the server is older than a version: what no longer needs a flag depends on it
 */
export function demandsOf(expr: Expr, text: string, isOlder: (version: string) => boolean): readonly Demand[] {
  return walk(expr)
    .flatMap(({ expr: node }) => grownIn(node, text).map((found) => [...found, node.span] as const))
    .map(([what, { stable, flag, ...rest }, span]) => ({
      what,
      ...rest,
      ...(span ? { span } : {}),
      ...(flag && (!stable || isOlder(stable)) ? { flag } : {}),
    }));
}

type Found = readonly [what: string, introduced: Introduced];

function grownIn(node: Expr, text: string): readonly Found[] {
  switch (node.type) {
    case 'call':
    case 'aggregate': {
      const name = node.type === 'call' ? node.func : node.op;
      const known = introduced.get(name);
      return known ? [[`${name}()`, known]] : [];
    }
    case 'number': {
      const written = node.span ? text.slice(node.span.start, node.span.end) : '';
      return /^[\d.]+[a-z]|_/.test(written) && !/^(0x|[\d.]+e)/i.test(written)
        ? [[`the number ${written}`, grown.number]]
        : [];
    }
    case 'range':
      return durationOf(node.range);
    case 'subquery':
      return [...durationOf(node.range), ...durationOf(node.step), ...momentOf(node)];
    case 'selector':
      return momentOf(node);
    case 'binary':
      return [
        ...(node.fill ? [['fill()', grown.fill] as const] : []),
        ...(node.op === 'atan2' ? [['atan2', { since: '2.31' }] as const] : []),
      ];
    default:
      return [];
  }
}

function momentOf({ offset, at, edges }: { offset?: string; at?: unknown; edges?: string }): readonly Found[] {
  return [
    ...durationOf(offset?.replace(/^-\s*/, '')),
    ...(at !== undefined || offset?.startsWith('-') ? [['@ or a negative offset', grown.moment] as const] : []),
    ...(edges ? [[edges, grown.edges] as const] : []),
  ];
}

/** Nobody knows what a variable will be. */
function durationOf(written: string | undefined): readonly Found[] {
  if (written === undefined || written === '' || written.includes('$')) return [];
  if (/^(\d+(ms|[smhdwy]))+$/.test(written)) return [];
  if (/^[\d_.]+$/.test(written)) return [[`the duration ${written} without a unit`, grown.number]];
  return [[`the duration expression ${written}`, grown.durationExpression]];
}
