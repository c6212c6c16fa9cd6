import type { AlertRoute, RouteStep } from '../../types/alerting.js';
import type { Chalked } from './chalk.js';

/** The way of an alert through the tree, and who is told in the end. */
export function routeLines(found: AlertRoute, chalk: Chalked): string[] {
  const { labels, environment, atText, receivers, mutedReceivers, inhibitedBy } = found;
  const widest = Math.max(...found.steps.map(({ depth, route }) => depth * 2 + route.length));
  return [
    `${chalk.bold(wordsOf(labels))}  ${chalk.dim([atText, environment].filter(Boolean).join(', '))}`,
    '',
    ...found.steps.map((step) => stepLine(step, widest, chalk)),
    '',
    ...inhibitedBy.map(
      ({ rule, source, equal }) =>
        `${chalk.yellow('muted')} by ${chalk.bold(wordsOf(source))}  ${chalk.dim(`${rule}${equal.length > 0 ? `, same ${equal.join(', ')}` : ''}`)}`,
    ),
    receivers.length > 0 ? `notified  ${chalk.bold(receivers.join(', '))}` : chalk.yellow('nobody is notified'),
    ...(mutedReceivers.length > 0 ? [`silent    ${mutedReceivers.join(', ')}`] : []),
  ];
}

function stepLine(step: RouteStep, widest: number, chalk: Chalked): string {
  const { route, depth, matched, because, receiver, channels = [], silent } = step;
  const name = `${'  '.repeat(depth)}${matched ? '●' : '○'} ${route}`;
  if (!matched) return chalk.dim(`${name.padEnd(widest + 2)}  ${because}`);
  const on = step.continue && depth > 0 ? chalk.dim('  continues') : '';
  if (receiver === undefined) return `${name}${on}`;
  const by = channels.length > 0 ? channels.join(', ') : 'no channel: notifies nobody';
  const to = silent ? `${chalk.yellow(`${receiver} is silent`)}, ${because}` : `${chalk.green(receiver)} (${by})`;
  return `${name.padEnd(widest + 2)}  → ${to}${on}`;
}

export function wordsOf({ alertname, ...rest }: Readonly<Record<string, string>>): string {
  return [...(alertname ? [alertname] : []), ...Object.entries(rest).map(([label, value]) => `${label}=${value}`)].join(
    ' ',
  );
}
