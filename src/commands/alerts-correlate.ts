import { inhibitedBy } from '../alertmanager/inhibit.js';
import type { Labels } from '../alertmanager/matchers.js';
import { momentText } from '../alertmanager/moment.js';
import { groupKey, groupLabels, routesFor, silentAt } from '../alertmanager/route.js';
import type { CorrelatedGroup, MutedAlert } from '../types/alerting.js';
import type { Diagnostic, Report } from '../types.js';
import { type AlertingOptions, labelsOf, loadAlerting, momentOf } from './alerts/alerting.js';
import { muting, silence } from './alerts-route.js';

export interface AlertsCorrelateOptions extends AlertingOptions {
  /** The labels of each alert that fires. */
  readonly alerts: readonly string[];
  /** The moment in words. Default: now. */
  readonly at?: string | undefined;
}

/** What comes of several alerts that fire together: which of them mute others, and which messages the rest makes. */
export async function alertsCorrelate(options: AlertsCorrelateOptions): Promise<Report> {
  const alerting = await loadAlerting(options);
  const { config, environment } = alerting;
  const moment = momentOf(options.at ?? 'now', alerting, options.now);
  const diagnostics: Diagnostic[] = [];
  const alerts = options.alerts.map((words) => labelsOf([words], alerting, diagnostics));
  const muted: MutedAlert[] = [];
  const groups = new Map<string, CorrelatedGroup & { alerts: Labels[] }>();
  for (const labels of alerts) {
    const inhibited = inhibitedBy(config, labels, alerts);
    if (inhibited) {
      muted.push({ labels, by: muting(inhibited, alerting) });
      continue;
    }
    for (const route of routesFor(config, labels)) {
      const key = `${route.path.join('/')} ${groupKey(config, route, labels)}`;
      const known = groups.get(key);
      if (known) {
        known.alerts.push(labels);
        continue;
      }
      const silent = silentAt(route, config, moment.at);
      const receiver = config.receivers.find(({ name }) => name === route.receiver);
      groups.set(key, {
        receiver: route.receiver,
        channels: (receiver?.channels ?? []).map(({ kind }) => kind),
        silent: silent !== undefined,
        ...(silent ? { because: silence(silent) } : {}),
        groupKey: groupKey(config, route, labels),
        groupLabels: groupLabels(route, labels),
        alerts: [labels],
        origin: alerting.place(route.path),
      });
    }
  }
  return {
    command: 'alerts-correlate',
    exitCode: 0,
    diagnostics,
    correlation: {
      ...(environment ? { environment } : {}),
      at: moment.at.toISOString(),
      atText: momentText(moment),
      notifications: [...groups.values()],
      muted,
    },
  };
}
