import { and, gt, or, ruleGroup } from 'obsctl';
import { uids } from '../platform/dashboard-uids.js';
import { env } from '../platform/env.js';
import { thresholds } from '../platform/thresholds.js';
import { platformAlert } from './conventions.js';
import { sloRecordings, sloRecords } from './recording/slo.js';

type Slo = (typeof sloRecordings)[number];

const burn = {
  category: 'slo',
  team: 'auto',
  dashboard: uids.alertsHealth,
  keep: '10m',
  impact: 'The promise of the month will be missed.',
  action: 'Stop risky changes, fix the most frequent error.',
} as const;

/**
 * Two windows each: the long one says that it matters, the short one that it still goes on.
 * The factors are multiples of the rate that would use up the budget in exactly 30 days.
 */
function burnAlerts({ name, budget, ...ratios }: Slo) {
  const both = (long: Slo['ratio1h'], short: Slo['ratio5m'], factor: number) => {
    // 14.4 × 0.001 is not 0.0144 to a computer
    const limit = Number((factor * budget).toPrecision(12));
    return and(gt(long.where({ slo: name }), limit), gt(short.where({ slo: name }), limit));
  };
  const page =
    env.paging === 'on' &&
    platformAlert('ErrorBudgetBurn', {
      ...burn,
      expr: or(
        both(ratios.ratio1h, ratios.ratio5m, thresholds.burnRate.red),
        both(ratios.ratio6h, ratios.ratio30m, thresholds.burnRate.yellow),
      ),
      for: '2m',
      severity: 'critical',
      labels: { slo: name },
      summary: `{{ $labels.service }} burns the error budget of ${name} within days`,
    });
  const warn =
    env.paging !== 'off' &&
    platformAlert('ErrorBudgetBurn', {
      ...burn,
      expr: or(both(ratios.ratio1d, ratios.ratio2h, 3), both(ratios.ratio3d, ratios.ratio6h, 1)),
      for: '15m',
      severity: 'warning',
      labels: { slo: name },
      summary: `{{ $labels.service }} burns the error budget of ${name} too fast`,
    });
  return [page, warn] as const;
}

/** Of each SLO the alert that pages, and the one that only warns. */
export const [availabilityBurns, latencyBurns] = [burnAlerts(sloRecordings[0]), burnAlerts(sloRecordings[1])];

export default ruleGroup('slo', { interval: '60s' }, [...sloRecords, ...availabilityBurns, ...latencyBurns]);
