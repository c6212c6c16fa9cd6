import { alertsOf, ruleFailures } from '../../targets/prometheus/ask.js';
import type { PipelinePart } from '../../types/status.js';
import type { Asked } from './servers.js';

/** Whether those who watch are well themselves: reloads, rules, and the alert that always fires. */
export async function pipelineReport(options: {
  readonly prometheus: Asked;
  readonly watchdog: string | undefined;
  readonly now: number;
}): Promise<readonly PipelinePart[]> {
  const { prometheus, watchdog, now } = options;
  const { client, url } = prometheus;
  const [info, failing, alerts] = await Promise.all([
    client.ask('/api/v1/status/runtimeinfo'),
    ruleFailures(client, url),
    watchdog === undefined ? [] : alertsOf(client, url),
  ]);
  const { reloadConfigSuccess } = ((info.json ?? {}) as { data?: { reloadConfigSuccess?: boolean } }).data ?? {};
  return [
    {
      name: 'reload',
      ok: reloadConfigSuccess !== false,
      detail: reloadConfigSuccess === false ? 'the last reload of Prometheus failed' : 'Prometheus runs its files',
    },
    {
      name: 'rules',
      ok: failing.length === 0,
      detail: failing.length === 0 ? 'no rule fails' : `failing: ${failing.join(', ')}`,
    },
    ...(watchdog === undefined ? [] : [watchdogPart(watchdog, alerts, now)]),
  ];
}

function watchdogPart(name: string, alerts: Awaited<ReturnType<typeof alertsOf>>, now: number): PipelinePart {
  const beat = alerts.find(({ labels, state }) => labels.alertname === name && state === 'firing');
  if (!beat) return { name: 'watchdog', ok: false, detail: `${name} does not fire, and it always should` };
  const age = Math.max(0, Math.round(now - Date.parse(beat.activeAt) / 1_000));
  return { name: 'watchdog', ok: true, detail: `${name} has been firing for ${age} s` };
}
