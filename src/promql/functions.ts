/** The types of PromQL values: of a query at one moment, and of the samples over a range. */
export type ValueType = 'scalar' | 'vector' | 'range' | 'string';

export interface FunctionSignature {
  readonly args: readonly ValueType[];
  readonly returns: ValueType;
  /** How many of the last arguments may be left out, or `many` where the last may be repeated or left out. */
  readonly optional?: number | 'many';
  /** Needs `--enable-feature=promql-experimental-functions`. */
  readonly experimental?: true;
}

const fn = (
  args: readonly ValueType[],
  returns: ValueType = 'vector',
  more: Omit<FunctionSignature, 'args' | 'returns'> = {},
): FunctionSignature => ({ args, returns, ...more });

const all = (names: string, signature: FunctionSignature) => names.split(' ').map((name) => [name, signature] as const);

const experimental = { experimental: true } as const;

/** The functions of Prometheus 3.14, which has all of the older ones but `holt_winters`. */
export const functions: ReadonlyMap<string, FunctionSignature> = new Map([
  ...all(
    'abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor histogram_avg histogram_count histogram_stddev histogram_stdvar histogram_sum ln log10 log2 rad sgn sin sinh sort sort_desc sqrt tan tanh timestamp',
    fn(['vector']),
  ),
  ...all(
    'absent_over_time avg_over_time changes count_over_time delta deriv idelta increase irate last_over_time max_over_time min_over_time present_over_time rate resets stddev_over_time stdvar_over_time sum_over_time',
    fn(['range']),
  ),
  ...all(
    'first_over_time mad_over_time ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time ts_of_min_over_time',
    fn(['range'], 'vector', experimental),
  ),
  ...all(
    'day_of_month day_of_week day_of_year days_in_month hour minute month year',
    fn(['vector'], 'vector', { optional: 1 }),
  ),
  ...all('time pi', fn([], 'scalar')),
  ...all('start end range step', fn([], 'scalar', experimental)),
  ...all('max_of min_of', fn(['scalar', 'scalar'], 'scalar', experimental)),
  ...all('clamp_max clamp_min', fn(['vector', 'scalar'])),
  ...all('sort_by_label sort_by_label_desc', fn(['vector', 'string'], 'vector', { optional: 'many', ...experimental })),
  ['clamp', fn(['vector', 'scalar', 'scalar'])],
  ['double_exponential_smoothing', fn(['range', 'scalar', 'scalar'], 'vector', experimental)],
  ['holt_winters', fn(['range', 'scalar', 'scalar'])],
  ['histogram_fraction', fn(['scalar', 'scalar', 'vector'])],
  ['histogram_quantile', fn(['scalar', 'vector'])],
  [
    'histogram_quantiles',
    fn(['vector', 'string', 'scalar', 'scalar'], 'vector', { optional: 'many', ...experimental }),
  ],
  ['info', fn(['vector', 'vector'], 'vector', { optional: 1, ...experimental })],
  ['label_join', fn(['vector', 'string', 'string', 'string'], 'vector', { optional: 'many' })],
  ['label_replace', fn(['vector', 'string', 'string', 'string', 'string'])],
  ['predict_linear', fn(['range', 'scalar'])],
  ['quantile_over_time', fn(['scalar', 'range'])],
  ['round', fn(['vector', 'scalar'], 'vector', { optional: 1 })],
  ['scalar', fn(['vector'], 'scalar')],
  ['vector', fn(['scalar'])],
]);

/** The parameter of an aggregation that has one; the others have none. */
export const aggregations: ReadonlyMap<string, ValueType | undefined> = new Map<string, ValueType | undefined>([
  ...'sum avg min max count group stddev stdvar'.split(' ').map((name) => [name, undefined] as const),
  ...'topk bottomk quantile limitk limit_ratio'.split(' ').map((name) => [name, 'scalar'] as const),
  ['count_values', 'string'],
]);
