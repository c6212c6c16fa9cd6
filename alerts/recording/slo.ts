import { type Duration, div, record, share, sub, sumOverTime } from 'obsctl';
import { env } from '../../platform/env.js';
import { sloPeriodDays, slos } from '../slos.js';

type Slo = (typeof slos)[number];

/** Sums of recorded rates: weighted by traffic, which an average of ratios is not, and cheap over 30 days. */
function badShare(slo: Slo, window: Duration) {
  return share(sumOverTime(slo.bad, window), sumOverTime(slo.total, window));
}

const errorRatio = (slo: Slo, window: Duration) =>
  record(`slo:error_ratio:rate${window}`, badShare(slo, window), { labels: { slo: slo.name } });

function recordsOf(slo: Slo) {
  const hour = errorRatio(slo, '1h');
  return {
    name: slo.name,
    budget: slo.budget,
    ratio5m: errorRatio(slo, '5m'),
    ratio30m: errorRatio(slo, '30m'),
    ratio1h: hour,
    ratio2h: errorRatio(slo, '2h'),
    ratio6h: errorRatio(slo, '6h'),
    ratio1d: errorRatio(slo, '1d'),
    ratio3d: errorRatio(slo, '3d'),
    budgetRemaining: record(
      'slo:error_budget_remaining:ratio30d',
      sub(1, div(badShare(slo, `${sloPeriodDays}d`), slo.budget)),
      { labels: { slo: slo.name } },
    ),
    burnRate1h: record('slo:burn_rate:ratio1h', div(hour.where({ slo: slo.name }), slo.budget), {
      labels: { slo: slo.name },
    }),
  };
}

const [availability, latency] = [recordsOf(slos[0]), recordsOf(slos[1])];

/** Each SLO with its recorded ratios. */
export const sloRecordings = [availability, latency] as const;

/** Both SLOs carry the same names and are told apart by their label, so panels read them through either. */
export const { budgetRemaining, burnRate1h } = availability;

/** Whether the environment keeps samples long enough to look back over the whole period. */
export const budgetsAreKept = env.retentionDays > sloPeriodDays;

export const sloRecords = sloRecordings.flatMap((slo) => [
  slo.ratio5m,
  slo.ratio30m,
  slo.ratio1h,
  slo.ratio2h,
  slo.ratio6h,
  slo.ratio1d,
  env.retentionDays > 3 && slo.ratio3d,
  budgetsAreKept && slo.budgetRemaining,
  slo.burnRate1h,
]);
