import { nearest } from '../../promql/nearest.js';
import { selectorsIn } from '../../promql/walk.js';
import type { QueryCheck } from '../check.js';

export const promqlUnknownMetric: QueryCheck = {
  code: 'promql/unknown-metric',
  on: 'query',
  severity: 'error',
  summary: 'nobody exposes the metric, and no rule records it',
  why: 'The panel stays empty and the alert never fires, and neither says so.',
  good: [
    'panel: rate(http_requests_total[5m])',
    'panel: histogram_quantile(0.9, rate(request_seconds_bucket[5m]))',
    'alert: ALERTS{alertstate="firing"} > 0',
    'panel: $metric',
  ],
  bad: ['panel: rate(http_request_total[5m])', 'alert: absent(ups)'],
  run: ({ expr }, { metrics, records }) =>
    !metrics
      ? []
      : selectorsIn(expr).flatMap(({ name, span }) => {
          if (!name || !span || /[$[]/.test(name) || metrics.has(name) || records.has(name) || ofServer.has(name))
            return [];
          const close = nearest(name, [...metrics.keys(), ...records]);
          const help = close ? `did you mean ${close}?` : 'add it to the catalogue, or correct the name';
          return [{ message: `nobody exposes ${name}`, help, span }];
        }),
};

/** What Prometheus makes itself. */
const ofServer = new Set([
  'ALERTS',
  'ALERTS_FOR_STATE',
  'up',
  'scrape_duration_seconds',
  'scrape_samples_scraped',
  'scrape_samples_post_metric_relabeling',
  'scrape_series_added',
]);
