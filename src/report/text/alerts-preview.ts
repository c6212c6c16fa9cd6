import type { AlertPreview, ChannelMessage } from '../../types/messages.js';
import type { Chalked } from './chalk.js';

export function previewLines(
  { alert, environment, status, receivers, messages, page }: AlertPreview,
  chalk: Chalked,
): string[] {
  const routed = receivers.length > 0 ? receivers.join(', ') : 'nobody';
  return [
    `${chalk.bold(alert)}  ${status} in ${environment}, routed to ${routed}`,
    // who asked for a page reads it there
    ...(page === undefined
      ? messages.flatMap((message) => messageLines(message, receivers, chalk))
      : [...messages.flatMap((message) => problemLines(message, chalk)), `written: ${page}`]),
  ];
}

function messageLines(
  { channel, receiver, to, parts, html, notes, problems }: ChannelMessage,
  receivers: readonly string[],
  chalk: Chalked,
): string[] {
  const astray = receivers.includes(receiver) ? '' : chalk.yellow(', to whom this alert is not routed');
  const head = `${chalk.bold(channel)} to ${to}, receiver ${receiver}${astray}`;
  const body = parts.flatMap(({ name, text }) => partLines(name, text, chalk));
  const page = html === undefined ? [] : [chalk.dim(`  page: ${html.length} characters of HTML; --html shows it`)];
  const said = notes.map((note) => chalk.dim(`  ${note}`));
  return ['', head, ...body, ...page, ...said, ...problemLines({ problems }, chalk)];
}

function problemLines({ problems }: Pick<ChannelMessage, 'problems'>, chalk: Chalked): string[] {
  return problems.map(({ field, message }) => `  ${chalk.red(`${field} cannot be rendered: ${message}`)}`);
}

/** Short texts beside their name, longer ones below it. */
function partLines(name: string, text: string, chalk: Chalked): string[] {
  const lines = text.replace(/\n+$/, '').split('\n');
  if (lines.length === 1) return [`  ${chalk.dim(`${name}:`)} ${lines[0]}`];
  return [`  ${chalk.dim(`${name}:`)}`, ...lines.map((line) => (line === '' ? '' : `    ${line}`))];
}
