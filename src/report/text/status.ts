import type { FiringAlert, Health, ServerStatus, StatusReport, StatusTableReport } from '../../types/status.js';
import type { Chalked } from './chalk.js';

/** How an environment does: the platform, its parts, what fires, and whether those who watch are well. */
export function statusLines(report: StatusReport, chalk: Chalked): string[] {
  const { environment, status, reasons, servers, tables, alerts, pipeline } = report;
  // what is wrong with a server or with the pipeline stands at its line
  const below = new Set([...servers, ...pipeline].map(({ name, detail }) => `${name}: ${detail}`));
  const alone = reasons.filter((reason) => !below.has(reason));
  return [
    `${chalk.bold(environment)} is ${painted(status, chalk)}`,
    ...alone.map((reason) => `  ${reason}`),
    '',
    ...serverLines(servers, chalk),
    // what nobody could be asked is not said to be nothing
    ...(servers.some(({ system, ok }) => system === 'prometheus' && ok)
      ? [
          ...tables.flatMap((table) => ['', ...tableLines(table, chalk)]),
          '',
          ...alertLines(alerts, chalk),
          '',
          chalk.bold('pipeline'),
          ...pipeline.map(({ name, ok, detail }) => `  ${tick(ok, chalk)} ${name}: ${detail}`),
        ]
      : []),
  ];
}

const tick = (ok: boolean, chalk: Chalked): string => (ok ? chalk.green('✓') : chalk.red('✗'));

function serverLines(servers: readonly ServerStatus[], chalk: Chalked): string[] {
  const widest = (of: (server: ServerStatus) => string) => Math.max(...servers.map((one) => of(one).length));
  const [names, urls] = [widest(({ name }) => name), widest(({ url }) => url)];
  return [
    chalk.bold('servers'),
    ...servers.map(
      ({ name, url, ok, detail }) =>
        `  ${tick(ok, chalk)} ${name.padEnd(names)}  ${url.padEnd(urls)}  ${ok ? detail : chalk.red(detail)}`,
    ),
  ];
}

function painted(health: Health, chalk: Chalked): string {
  if (health === 'healthy') return chalk.green(health);
  return health === 'degraded' ? chalk.yellow(health) : chalk.red(health);
}

function tableLines({ title, by, columns, rows }: StatusTableReport, chalk: Chalked): string[] {
  if (rows.length === 0) return [chalk.bold(title), '  no data'];
  const hasHealth = rows.some(({ health }) => health !== undefined);
  const head = [
    by,
    ...(hasHealth ? ['status', 'since', 'last failure'] : []),
    ...columns.map((column) => column.title),
  ];
  const cells = rows.map(({ name, health = 'unknown', since, lastFailure, values }) => [
    name,
    ...(hasHealth ? [health, span(since, 'over 6h'), span(lastFailure, 'none in 6h')] : []),
    ...values.map((value, index) => shown(value, columns[index]?.unit ?? '')),
  ]);
  const widths = head.map((text, index) => Math.max(text.length, ...cells.map((row) => row[index]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `  ${row.map((text, index) => text.padEnd(widths[index] ?? 0)).join('  ')}`.trimEnd();
  return [
    chalk.bold(title),
    chalk.dim(line(head)),
    ...cells.map((row, index) => {
      const health = rows[index]?.health;
      const plain = line(row);
      return health && health !== 'healthy' ? plain.replace(health, painted(health, chalk)) : plain;
    }),
  ];
}

function alertLines(alerts: readonly FiringAlert[], chalk: Chalked): string[] {
  if (alerts.length === 0) return [chalk.bold('alerts'), '  none fires'];
  return [
    chalk.bold('alerts'),
    ...alerts.map(({ name, severity, labels, age, mutedBy }) => {
      const where = ['cluster', 'service', 'node', 'instance'].flatMap((label) => labels[label] ?? []).join(' ');
      const muted = mutedBy.length > 0 ? chalk.dim(`  muted by ${mutedBy.join(', ')}`) : '';
      const paint = severity === 'emergency' || severity === 'critical' ? chalk.red : chalk.yellow;
      return `  ${paint(severity.padEnd(9))}  ${name}  ${where}  ${chalk.dim(`for ${span(age, '')}`)}${muted}`;
    }),
  ];
}

/** Seconds in the two largest units that matter. */
function span(seconds: number | undefined, otherwise: string): string {
  if (seconds === undefined) return otherwise;
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)}h ${Math.floor((seconds % 3_600) / 60)}m`;
  return `${Math.floor(seconds / 86_400)}d ${Math.floor((seconds % 86_400) / 3_600)}h`;
}

function shown(value: number | null, unit: string): string {
  if (value === null) return '–';
  if (unit === 'ratio') return `${digits(value * 100)} %`;
  if (unit === 'seconds') return value < 1 ? `${digits(value * 1_000)} ms` : `${digits(value)} s`;
  if (unit.endsWith('/s')) return `${digits(value)}/s`;
  return digits(value);
}

/** Three digits that count. */
function digits(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)));
}
