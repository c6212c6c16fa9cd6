import { canonicalAlertmanager } from './alertmanager.js';
import { canonicalBlackbox } from './blackbox.js';
import { canonicalDashboard } from './dashboard.js';
import { canonicalDatasources, canonicalSource } from './datasources.js';
import { plain } from './plain.js';
import { canonicalPrometheus } from './prometheus.js';
import { canonicalRules } from './rules.js';
import { canonicalLines, canonicalTemplate } from './text.js';

const forms: Readonly<Record<string, (body: unknown) => unknown>> = {
  'alertmanager/config': canonicalAlertmanager,
  'alertmanager/template': canonicalTemplate,
  'blackbox/config': canonicalBlackbox,
  'grafana/dashboard': canonicalDashboard,
  'grafana/datasource': canonicalSource,
  'grafana/datasources': canonicalDatasources,
  'otel/sdk-env': canonicalLines,
  'prometheus/config': canonicalPrometheus,
  'prometheus/flags': canonicalLines,
  'prometheus/rules': canonicalRules,
  'prometheus/scrape': canonicalPrometheus,
};

/**
 * The form that bodies of equal meaning share, and no others: two of them are equal as `equal` of ./plain.js sees it,
 * and, as their keys are in order, as JSON texts too. Kinds without rules of their own are compared as they are.
 * The body is left as it is.
 */
export function canonical(kind: string, body: unknown): unknown {
  return (forms[kind] ?? asItIs)(body);
}

/** In files of OpenTelemetry, a key with nothing behind it means something. */
function asItIs(body: unknown): unknown {
  return plain(body, { keepNull: true });
}
