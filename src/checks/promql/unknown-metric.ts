import { nearest } from '../../nearest.js';
import type { NodeCheck } from '../check.js';

export const promqlUnknownMetric: NodeCheck<'selector'> = {
  code: 'promql/unknown-metric',
  on: 'node',
  types: ['selector'],
  needs: 'metrics',
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
  run: ({ name, span }, _, { metrics, records }) => {
    if (!metrics || !name || !span || /[$[]/.test(name)) return [];
    if (metrics.has(name) || records.has(name) || ofServer.has(name)) return [];
    const close = nearest(name, [...metrics.keys(), ...records]);
    const help = close ? `did you mean ${close}?` : 'add it to the catalogue, or correct the name';
    return [{ message: `nobody exposes ${name}`, help, span }];
  },
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
