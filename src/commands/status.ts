import { compileStatus, type StatusQueries } from '../compile/status.js';
import { isUserError, UserError } from '../errors.js';
import type { KnownAlert } from '../targets/alertmanager/ask.js';
import type { Health, StatusReport } from '../types/status.js';
import type { Diagnostic, Report } from '../types.js';
import type { Surroundings } from './deploy/environment.js';
import { untilInterrupted } from './deploy/interruption.js';
import { alertsReport } from './status/alerts.js';
import { pipelineReport } from './status/pipeline.js';
import { type Asked, openServers } from './status/servers.js';
import { tableReport, worst } from './status/tables.js';

const exitCodes: Readonly<Record<Health, number>> = { healthy: 0, degraded: 1, unhealthy: 5, unknown: 3 };

/** Asks Prometheus and Alertmanager how an environment does. What cannot be asked is unknown, never healthy. */
export function status(options: Surroundings): Promise<Report> {
  return untilInterrupted(options.signal, look(options));
}

async function look(options: Surroundings): Promise<Report> {
  const [name, ...more] = options.env ?? [];
  if (name === undefined) {
    throw new UserError('which environment?', { code: 'input/no-environment', help: 'name one: --env prod' });
  }
  if (more.length > 0) {
    throw new UserError(`status is about one environment, and --env names ${[name, ...more].join(' and ')}`, {
      code: 'input/no-environment',
      help: `ask for one after the other: obsctl status --env ${name}`,
    });
  }
  const servers = await openServers(name, options);
  try {
    const { prometheus, environment } = servers;
    const definition = environment.definitions.find((one) => one.kind === 'status');
    const queries = definition && compileStatus(definition, environment.config.histograms ?? 'classic');
    const found = prometheus
      ? await foundBy(prometheus, servers.alerts, queries, options.now() / 1_000).catch(goneMeanwhile)
      : nothingFound;
    const all = servers.all.map((one) => (found.gone && one.url === prometheus?.url ? { ...one, ...found.gone } : one));
    const away = all.filter(({ ok }) => !ok);
    const broken = [...away, ...found.pipeline.filter(({ ok }) => !ok)];
    const own = found.health ?? (broken.length > 0 ? 'degraded' : 'healthy');
    const whole = own === 'healthy' && broken.length > 0 ? 'degraded' : own;
    const reasons = [
      ...(own === 'unknown'
        ? [prometheus ? 'Prometheus has no value for the health of the platform' : noPrometheus]
        : []),
      ...broken.map((one) => `${one.name}: ${one.detail}`),
    ];
    const { tables, alerts, pipeline } = found;
    return {
      command: 'status',
      exitCode: exitCodes[whole],
      diagnostics: [...servers.missing, ...(queries ? [] : [withoutDefinition(name)])],
      status: { environment: name, status: whole, reasons, servers: all, tables, alerts, pipeline },
    };
  } finally {
    await servers.close();
  }
}

const noPrometheus = 'no Prometheus can be asked';

interface Found extends Pick<StatusReport, 'tables' | 'alerts' | 'pipeline'> {
  readonly health: Health | undefined;
  /** Set where the server went away while it was asked. */
  readonly gone?: { readonly ok: false; readonly detail: string };
}

const nothingFound: Found = { health: 'unknown', tables: [], alerts: [], pipeline: [] };

function goneMeanwhile(error: unknown): Found {
  if (!isUserError(error) || error.exitCode !== 3) throw error;
  return { ...nothingFound, gone: { ok: false, detail: error.message } };
}

/** What a Prometheus knows; its health is undefined where no definition says what that would be. */
async function foundBy(
  prometheus: Asked,
  known: readonly KnownAlert[] | undefined,
  queries: StatusQueries | undefined,
  now: number,
): Promise<Found> {
  const [health, tables, alerts, pipeline] = await Promise.all([
    queries && prometheus.instant(queries.health),
    Promise.all((queries?.tables ?? []).map((table) => tableReport(table, prometheus, now))),
    alertsReport(prometheus, known, now),
    pipelineReport({ prometheus, watchdog: queries?.watchdog, now }),
  ]);
  return { health: health && worst(health), tables, alerts, pipeline };
}

function withoutDefinition(name: string): Diagnostic {
  return {
    code: 'status/undefined',
    severity: 'info',
    message: `no definition says what the health of ${name} is: only alerts and the pipeline are looked at`,
    help: "export one: status('platform', { health, tables })",
  };
}
