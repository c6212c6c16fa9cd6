import { survivor } from 'obsctl';
import { instanceRestarting, metricsAbsent, serviceDown } from './application.js';
import {
  alertmanagerUnreachable,
  configReloadFailed,
  notificationsFailingCritical,
  ruleEvaluationFailing,
  spansAreDropped,
} from './meta.js';
import { paymentsFailed } from './recording/business.js';
import { platformHealth } from './recording/health.js';
import { cacheHitRatio } from './recording/resources.js';
import { abnormalDisconnects, streamErrorRatio } from './recording/stream.js';
import { databasePoolCritical, queueStalled } from './resources.js';
import { availabilityBurns, latencyBurns } from './slo.js';

/** Each compares two windows of one SLO, which `and` joins by all their labels, the SLO's among them. */
const burns = ([page, warning]: typeof availabilityBurns, slo: string) => {
  const windows = (of: readonly string[]) =>
    of.map((window) => `without the matcher slo="${slo}", of slo:error_ratio:${window}`);
  const joined = 'the other window is still one of this SLO, and `and` joins windows of the same SLO only';
  return [
    survivor(page, windows(['rate1h', 'rate5m', 'rate6h', 'rate30m']), joined),
    survivor(warning, windows(['rate1d', 'rate2h', 'rate3d', 'rate6h']), joined),
    survivor(
      [page, warning],
      `without the label slo: ${slo}`,
      'the recorded series carries it already; it stands in the rule to tell it from that of the other SLO',
    ),
  ];
};

const noneIsNegative = 'a sum is above 0 exactly where the largest of its terms is, as none is below 0';
const dividedLater = 'they differ where the total is 0, and there `/ (total > 0)` leaves nothing of either';
const labelled =
  'the targets that are scraped carry it already; it stands in the rule for whoever labels them otherwise';

export default [
  survivor(
    serviceDown,
    'sum became max, in sum by (…) (up{tier="app"})',
    '`up` is 0 or 1: all are 0 where their sum is, and where the largest is',
  ),
  metricsAbsent.map((rule) =>
    rule.labels.job === undefined
      ? []
      : survivor(
          rule,
          `without the label job: ${rule.labels.job}`,
          '`absent()` takes it from its matcher; it stands in the rule to tell it from those of other jobs',
        ),
  ),
  survivor(
    instanceRestarting,
    '2 became 2.4, after changes(process_start_time_seconds{tier="app"}[30m])',
    '`changes()` counts, and no whole number lies between them',
  ),
  survivor(
    alertmanagerUnreachable,
    '1 became 0.8, after max_over_time(prometheus_notifications_alertmanagers_discovered[5m])',
    'Alertmanagers are counted: less than one is none',
  ),
  survivor([alertmanagerUnreachable, configReloadFailed], 'without the label service: monitoring', labelled),
  survivor(
    notificationsFailingCritical,
    ['failed_total', 'total'].map(
      (of) => `without the matcher integration=~"pagerduty|sns", of alertmanager_notifications_${of}`,
    ),
    'the other side of the division has only these integrations, and `/` joins the same ones',
  ),
  survivor(
    ruleEvaluationFailing,
    'sum became max, in sum by (…) (increase(prometheus_rule_evaluation_failures_total[5m]))',
    noneIsNegative,
  ),
  survivor(
    spansAreDropped,
    ['spans', 'spans_total'].map(
      (of) => `sum became max, in sum by (…) (rate(otelcol_exporter_send_failed_${of}[5m]))`,
    ),
    noneIsNegative,
  ),
  survivor(
    queueStalled,
    [
      'sum became max, in sum by (…) (min_over_time(queue_depth[10m]))',
      'sum became max, in sum by (…) (rate(queue_items_processed_total[10m]))',
    ],
    noneIsNegative,
  ),
  survivor(
    databasePoolCritical,
    'sum became max, in sum by (…) (rate(database_connection_timeouts_total[5m]))',
    noneIsNegative,
  ),
  burns(availabilityBurns, 'http-availability'),
  burns(latencyBurns, 'http-latency'),
  survivor(
    platformHealth,
    'without the matcher critical="false", of service:health:status',
    'those that are critical stand before `or` already, and win',
  ),
  survivor(
    [abnormalDisconnects, streamErrorRatio, paymentsFailed, cacheHitRatio],
    '* became /, after 0',
    `0 times the total and 0 by it: ${dividedLater}`,
  ),
  survivor(
    abnormalDisconnects,
    'sum became max, in sum by (…) (websocket_connections_active)',
    '0 times the one is 0 times the other',
  ),
  survivor(
    paymentsFailed,
    [
      'sum became max, in sum by (…) (increase(business_payments_total[30m]))',
      'increase became rate, in increase(business_payments_total[30m])',
    ],
    '0 times the one is 0 times the other',
  ),
  survivor(
    cacheHitRatio,
    ['without: or 0 * service_cache:cache_requests:rate5m', '0 became 1, before service_cache:cache_requests:rate5m'],
    'the total is a sum of hits and misses: where it is there, hits are',
  ),
];
