import { compileStatus } from '../compile/status.js';
import { UserError } from '../errors.js';
import { knownAlerts } from '../targets/alertmanager/ask.js';
import type { Health } from '../types/status.js';
import type { Diagnostic, Report } from '../types.js';
import type { Surroundings } from './deploy/environment.js';
import { alertsReport } from './status/alerts.js';
import { pipelineReport } from './status/pipeline.js';
import { openServers } from './status/servers.js';
import { tableReport, worst } from './status/tables.js';

const exitCodes: Readonly<Record<Health, number>> = { healthy: 0, degraded: 1, unhealthy: 5, unknown: 3 };

/** Asks Prometheus and Alertmanager how an environment does. What cannot be asked is unknown, never healthy. */
export async function status(options: Surroundings): Promise<Report> {
  const [name, second] = options.env ?? [];
  if (name === undefined || second !== undefined) {
    throw new UserError('which environment?', { code: 'input/no-environment', help: 'name one: --env prod' });
  }
  const servers = await openServers(name, options);
  try {
    const { prometheus, alertmanagers, environment } = servers;
    const definition = environment.definitions.find((one) => one.kind === 'status');
    const queries = definition && compileStatus(definition, environment.config.histograms ?? 'classic');
    const now = options.now() / 1_000;
    const [health, tables, alertmanager] = await Promise.all([
      queries ? prometheus.instant(queries.health) : Promise.resolve([]),
      Promise.all((queries?.tables ?? []).map((table) => tableReport(table, prometheus, now))),
      firstAnswer(alertmanagers),
    ]);
    const [alerts, pipeline] = await Promise.all([
      alertsReport(prometheus, alertmanager.alerts, now),
      pipelineReport({ prometheus, alertmanager: alertmanager.failure, watchdog: queries?.watchdog, now }),
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

/** Of several Alertmanagers any one knows every alert. */
async function firstAnswer(alertmanagers: Awaited<ReturnType<typeof openServers>>['alertmanagers']): Promise<{
  readonly alerts: Awaited<ReturnType<typeof knownAlerts>> | undefined;
  readonly failure: string | undefined;
}> {
  let failure: string | undefined;
  for (const { client, url } of alertmanagers) {
    try {
      return { alerts: await knownAlerts(client, url), failure: undefined };
    } catch (error) {
      failure = (error as Error).message;
    }
  }
  return { alerts: undefined, failure };
}

function withoutDefinition(name: string): Diagnostic {
  return {
    code: 'status/undefined',
    severity: 'info',
    message: `no definition says what the health of ${name} is: only alerts and the pipeline are looked at`,
    help: "export one: status('platform', { health, tables })",
  };
}
