import type { AmConfig } from '../alertmanager/model.js';
import { groupKey, groupLabels, routesFor } from '../alertmanager/route.js';
import type { Everything } from '../checks/model/everything.js';
import { exampleSeries } from '../checks/model/example-series.js';
import type { FoundRule } from '../checks/model/rules.js';
import type { AlertJson } from '../gotemplate/alertmanager.js';
import { type Firing, fireAlert } from '../gotemplate/notification.js';
import { parseTime, zeroTime } from '../gotemplate/time.js';
import type { Environment } from '../load/project.js';
import type { ChannelConfig } from '../testing/messages/compose.js';
import { channelsOf } from '../testing/messages/messages.js';
import { sentLabels } from './rules-of.js';

/** Of servers that there are not. */
export const addresses = {
  prometheus: 'https://prometheus.example.com',
  alertmanager: 'https://alertmanager.example.com',
};

type Labels = Readonly<Record<string, string>>;

/** An alert of a rule, with examples for all that comes from its series and is not given. */
export function exampleAlert(
  rule: FoundRule,
  all: Everything,
  environment: Environment,
  given: { readonly now: Date; readonly labels?: Labels | undefined; readonly value?: number | undefined },
): Firing {
  const { labels, value } = exampleSeries(rule, all, environment.name);
  const series = { labels: { ...labels, ...given.labels }, value: given.value ?? value };
  return fireAlert(rule, series, {
    now: parseTime(given.now.toISOString()) ?? zeroTime,
    externalUrl: addresses.prometheus,
    externalLabels: sentLabels(environment),
  });
}

/** As Alertmanager is told of it, twelve minutes after it began. */
export function alertJson(
  { labels, annotations }: Pick<Firing, 'labels' | 'annotations'>,
  status: 'firing' | 'resolved',
  now: Date,
): AlertJson {
  return {
    status,
    labels,
    annotations,
    startsAt: new Date(now.getTime() - 12 * 60_000).toISOString(),
    endsAt: status === 'resolved' ? now.toISOString() : '0001-01-01T00:00:00Z',
    generatorURL: `${addresses.prometheus}/graph?g0.expr=up&g0.tab=1`,
    fingerprint: '0123456789abcdef',
  };
}

/** A channel of somebody who is told, and the group that the alert is in there. */
export interface Told {
  readonly receiver: string;
  readonly channel: string;
  readonly config: ChannelConfig;
  readonly group: Labels;
  readonly key: string;
}

/** The channels of a receiver; the group is that of the route on which it is told, or of the root. */
export function channelsTold(
  receiver: string,
  labels: Labels,
  { config, receivers }: { readonly config: AmConfig; readonly receivers: readonly ChannelConfig[] },
): readonly Told[] {
  const route = routesFor(config, labels).find((one) => one.receiver === receiver) ?? config.route;
  const found = receivers.find((one) => one.name === receiver) ?? {};
  const group = groupLabels(route, labels);
  const key = groupKey(config, route, labels);
  return channelsOf(found).map(([channel, one]) => ({ receiver, channel, config: one, group, key }));
}
