import { type AlertRule, type AnyVector, alert, type Duration } from 'obsctl';
import { uids } from '../platform/dashboard-uids.js';
import { env } from '../platform/env.js';

type Severity = 'info' | 'warning' | 'critical' | 'emergency';
type Team = 'platform' | 'streaming' | 'backend' | 'data' | 'security' | 'business';
type Category =
  | 'system'
  | 'performance'
  | 'reliability'
  | 'capacity'
  | 'cache'
  | 'database'
  | 'security'
  | 'business'
  | 'health'
  | 'slo'
  | 'meta';

interface Options {
  readonly expr: AnyVector;
  readonly for?: Duration;
  /** How long it goes on firing after its condition has ended, so that a flapping condition is one message. */
  readonly keep?: Duration;
  readonly severity: Severity;
  readonly category: Category;
  /** `auto`: the team of the service the series belongs to. */
  readonly team: Team | 'auto';
  /** Set here where the series carries no service; absent where it does. */
  readonly service?: 'node' | 'stream-server' | 'backend-api' | 'platform' | 'monitoring' | 'chat-server';
  /** The dashboard to open first, by uid. */
  readonly dashboard: string;
  /** One line, with the labels. */
  readonly summary: string;
  /** What users or colleagues feel. */
  readonly impact: string;
  /** What to try first. */
  readonly action: string;
  /** Labels of this alert alone. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** An alert with the labels and annotations that every alert of the platform has. */
export function platformAlert(name: string, options: Options): AlertRule {
  const { severity, category, service } = options;
  const team = options.team === 'auto' ? teamOfService : options.team;
  const value = formatted(options.expr.condition?.unit);
  const threshold = thresholdText(options.expr);
  return alert(name, {
    expr: options.expr,
    ...(options.for ? { for: options.for } : {}),
    ...(options.keep ? { keepFiringFor: options.keep } : {}),
    labels: { severity, category, team, ...(service ? { service } : {}), ...options.labels },
    annotations: {
      summary: options.summary,
      description: threshold === 'none' ? options.summary : `Now ${value}, and the threshold is ${threshold}.`,
      value,
      threshold,
      impact: options.impact,
      suggested_action: options.action,
      runbook_url: runbookUrl(name),
      dashboard_url: dashboardUrl(options.dashboard, options.expr),
    },
  });
}

const teamsByService = {
  'stream-server': 'streaming',
  'backend-api': 'backend',
  'chat-server': 'backend',
  postgresql: 'data',
  redis: 'data',
} as const satisfies Record<string, Team>;

/** A template, because the service is known only when the alert fires. */
const teamOfService = `${Object.entries(teamsByService)
  .map(([service, team], index) => `{{ ${index === 0 ? '' : 'else '}if eq $labels.service "${service}" }}${team}`)
  .join('')}{{ else }}platform{{ end }}`;

/** What to do when the alert fires. The page is called as the alert is, so that links can be made from labels. */
export function runbookUrl(alertname: string): string {
  return `${env.runbookBase}/${alertname}`;
}

/** The dashboard with what the series tells about the place; a variable set to nothing would empty every panel. */
function dashboardUrl(uid: string, { labels }: AnyVector): string {
  // the overview is one of nodes, all others are of services
  const about = uid === uids.systemOverview ? 'node' : 'service';
  const told = ['environment', 'cluster', about].filter((label) => !labels || label in labels);
  const variables = told.map((label) => `var-${label}={{ $labels.${label} }}`);
  return `${env.urls.grafana}/d/${uid}${variables.length > 0 ? `?${variables.join('&')}` : ''}`;
}

function formatted(unit: string | undefined): string {
  if (unit === 'ratio') return '{{ $value | humanizePercentage }}';
  if (unit === 'seconds') return '{{ $value | humanizeDuration }}';
  if (unit === 'percent') return '{{ $value | humanize }}%';
  return '{{ $value | humanize }}';
}

function thresholdText(expr: AnyVector): string {
  const { condition } = expr;
  if (!condition) return 'none';
  const { threshold, unit } = condition;
  if (unit === 'ratio') return `${Number((threshold * 100).toPrecision(6))}%`;
  if (unit === 'seconds' && threshold >= 86_400) return `${threshold / 86_400}d`;
  if (unit === 'seconds') return threshold < 1 ? `${threshold * 1000}ms` : `${threshold}s`;
  if (unit === 'percent') return `${threshold}%`;
  return String(threshold);
}
