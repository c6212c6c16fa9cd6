import { compileStatus } from '../compile/status.js';
import { UserError } from '../errors.js';
import { knownAlerts } from '../targets/alertmanager/ask.js';
import { instant } from '../targets/prometheus/ask.js';
import type { Health } from '../types/status.js';
import type { Diagnostic, Report } from '../types.js';
import type { Surroundings } from './deploy/environment.js';
import { untilInterrupted } from './deploy/interruption.js';
import { alertsReport } from './status/alerts.js';
import { pipelineReport } from './status/pipeline.js';
import { openServers } from './status/servers.js';
import { tableReport, worst } from './status/tables.js';

const exitCodes: Readonly<Record<Health, number>> = { healthy: 0, degraded: 1, unhealthy: 5, unknown: 3 };

/** Asks Prometheus and Alertmanager how an environment does. What cannot be asked is unknown, never healthy. */
export function status(options: Surroundings): Promise<Report> {
  return untilInterrupted(options.signal, look(options));
}

async function look(options: Surroundings): Promise<Report> {
  const [name, second] = options.env ?? [];
  if (name === undefined || second !== undefined) {
    throw new UserError('which environment?', { code: 'input/no-environment', help: 'name one: --env prod' });
  }
  const servers = await openServers(name, options);
  try {
    const { prometheus, replicas, alertmanagers, environment } = servers;
    const definition = environment.definitions.find((one) => one.kind === 'status');
    const queries = definition && compileStatus(definition, environment.config.histograms ?? 'classic');
    const now = options.now() / 1_000;
    const [health, tables, others, known] = await Promise.all([
      queries ? prometheus.instant(queries.health) : Promise.resolve([]),
      Promise.all((queries?.tables ?? []).map((table) => tableReport(table, prometheus, now))),
      askEach('prometheus', replicas, ({ client, url }) => instant(client, url, 'vector(1)')),
      askEach('alertmanager', alertmanagers, ({ client, url }) => knownAlerts(client, url)),
    ]);
    const [alerts, pipeline] = await Promise.all([
      // any one of several knows every alert
      alertsReport(prometheus, known.find(({ failure }) => failure === undefined)?.answer, now),
      pipelineReport({ prometheus, others: [...others, ...known], watchdog: queries?.watchdog, now }),
    ]);
    const broken = pipeline.filter(({ ok }) => !ok);
    const own = queries ? worst(health) : broken.length > 0 ? 'degraded' : 'healthy';
    const all = own === 'healthy' && broken.length > 0 ? 'degraded' : own;
    const reasons = [
      ...(own === 'unknown' ? ['Prometheus has no value for the health of the platform'] : []),
      ...broken.map(({ name: part, detail }) => `${part}: ${detail}`),
    ];
    return {
      command: 'status',
      exitCode: exitCodes[all],
      diagnostics: queries ? [] : [withoutDefinition(name)],
      status: { environment: name, status: all, reasons, tables, alerts, pipeline },
    };
  } finally {
    await servers.close();
  }
}

interface Answered<T> {
  readonly name: string;
  readonly answer?: T;
  readonly failure: string | undefined;
}

/** Asks each server; one that does not answer is missing, however well the others are. */
function askEach<S extends { readonly url: string }, T>(
  name: string,
  servers: readonly S[],
  ask: (server: S) => Promise<T>,
): Promise<readonly Answered<T>[]> {
  return Promise.all(
    servers.map(async (server) => {
      try {
        return { name, answer: await ask(server), failure: undefined };
      } catch (error) {
        return { name, failure: (error as Error).message };
      }
    }),
  );
}

function withoutDefinition(name: string): Diagnostic {
  return {
    code: 'status/undefined',
    severity: 'info',
    message: `no definition says what the health of ${name} is: only alerts and the pipeline are looked at`,
    help: "export one: status('platform', { health, tables })",
  };
}
