import type { Correlation } from '../../types/alerting.js';
import { wordsOf } from './alerts-route.js';
import type { Chalked } from './chalk.js';

/** The messages that several alerts make, and what of them is muted. */
export function correlationLines({ environment, atText, notifications, muted }: Correlation, chalk: Chalked): string[] {
  return [
    chalk.dim([atText, environment].filter(Boolean).join(', ')),
    ...notifications.flatMap(({ receiver, channels, silent, because, groupLabels, alerts }) => {
      const by = channels.length > 0 ? channels.join(', ') : 'no channel: notifies nobody';
      const to = silent ? `${chalk.yellow(`${receiver} is silent`)}, ${because}` : `${chalk.green(receiver)}, ${by}`;
      const group = wordsOf(groupLabels);
      return ['', `${to}${group ? chalk.dim(`  ${group}`) : ''}`, ...alerts.map((labels) => `  ${wordsOf(labels)}`)];
    }),
    ...(notifications.length === 0 ? ['', chalk.yellow('nobody is notified')] : []),
    ...muted.flatMap(({ labels, by: { rule, source, equal } }) => [
      '',
      `${chalk.yellow('muted')}  ${wordsOf(labels)}`,
      `  by ${wordsOf(source)}  ${chalk.dim(`${rule}${equal.length > 0 ? `, same ${equal.join(', ')}` : ''}`)}`,
    ]),
  ];
}
