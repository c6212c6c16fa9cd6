import { resolve } from 'node:path';
import { readConfig } from '../alertmanager/config/read.js';
import { groupKey, groupLabels, routesFor } from '../alertmanager/route.js';
import { matcherMode } from '../checks/model/alertmanager.js';
import { type Everything, everything } from '../checks/model/everything.js';
import { exampleSeries } from '../checks/model/example-series.js';
import { compile } from '../compile/compile.js';
import { UserError } from '../errors.js';
import type { AlertJson } from '../gotemplate/alertmanager.js';
import { loadTemplates } from '../gotemplate/library.js';
import { fireAlert, notificationOf } from '../gotemplate/notification.js';
import { parseTime, zeroTime } from '../gotemplate/time.js';
import { type Environment, loadProject } from '../load/project.js';
import { nearest } from '../promql/nearest.js';
import { replaceFile } from '../targets/files/replace-file.js';
import type { ChannelConfig, Notification } from '../testing/messages/compose.js';
import { channelKey, channelNames, channelsOf, messageOf } from '../testing/messages/messages.js';
import { messagePage } from '../testing/messages/page.js';
import type { AlertPreview, ChannelMessage } from '../types/messages.js';
import type { Diagnostic, Report, Resource, Subject } from '../types.js';
import { knownOf } from './known-platform.js';

export interface AlertsPreviewOptions {
  readonly cwd: string;
  readonly config?: string | undefined;
  readonly env?: string | undefined;
  readonly now: Date;
  /** The name of an alert rule. */
  readonly alert: string;
  /** Default: every channel of the receivers that the routes lead to. */
  readonly channel?: string | undefined;
  readonly status: 'firing' | 'resolved';
  /** The file to write a page to. */
  readonly html?: string | undefined;
}

const addresses = { prometheus: 'https://prometheus.example.com', alertmanager: 'https://alertmanager.example.com' };

/** The messages of an alert as its channels would get them, with example values. */
export async function alertsPreview(options: AlertsPreviewOptions): Promise<Report> {
  const { cwd, config: file, env, alert, status } = options;
  const project = loadProject({ cwd, config: file, environments: env === undefined ? undefined : [env] });
  const environment = project.environments.at(-1);
  if (!environment) throw new UserError('the project has no environment');
  const { resources } = compile(project.name, environment);
  const rules = resources.filter(({ kind }) => kind === 'prometheus/rules');
  const all = everything(rules.map(rulesOf), knownOf(environment));
  const { firing, diagnostics } = fired(alert, all, environment, options.now);
  const { receivers, told } = receiversOf(resources, environment, firing.labels, options);
  const json = alertJson(firing, status, options.now);
  const load = templatesOf(resources, environment, options.now);
  const messages = told.map(({ receiver, channel, config, group, key }): ChannelMessage => {
    const data = notificationOf([json], { receiver, externalURL: addresses.alertmanager, groupLabels: group });
    const notification: Notification = { receiver, data, groupKey: key, ...load };
    return messageOf(channel, config, notification);
  });
  const preview: AlertPreview = { alert, environment: environment.name, status, ...firing, receivers, messages };
  const page = options.html;
  if (page !== undefined) replaceFile(resolve(cwd, page), messagePage(preview));
  const broken = messages.some(({ problems }) => problems.length > 0) || diagnostics.length > 0;
  return {
    command: 'alerts-preview',
    exitCode: broken ? 1 : 0,
    diagnostics,
    preview: { ...preview, ...(page === undefined ? {} : { page }) },
  };
}

function rulesOf({ body, origin }: Resource): Subject {
  return { kind: 'rules', body, own: true, place: () => origin };
}

function fired(name: string, all: Everything, environment: Environment, now: Date) {
  const alerts = all.rules.filter(({ kind }) => kind === 'alert');
  const rule = alerts.find((one) => one.name === name);
  if (!rule) {
    const meant = nearest(
      name,
      alerts.map((one) => one.name),
    );
    throw new UserError(`there is no alert ${name} in ${environment.name}`, {
      code: 'input/alert',
      help: meant === undefined ? `there are ${alerts.map((one) => one.name).join(', ')}` : `did you mean ${meant}?`,
    });
  }
  const { problems, ...firing } = fireAlert(rule, exampleSeries(rule, all, environment.name), {
    now: parseTime(now.toISOString()) ?? zeroTime,
    externalUrl: addresses.prometheus,
    externalLabels: sentLabels(environment),
  });
  const diagnostics = problems.map(
    ([field, { message, help }]): Diagnostic => ({
      code: 'template/fails',
      severity: 'error',
      message: `${rule.owner}: ${field} cannot be rendered: ${message}`,
      ...(help ? { help } : {}),
      origin: rule.subject.place([...rule.path, 'annotations', field]),
    }),
  );
  return { firing, diagnostics };
}

/** The labels that Prometheus adds to its alerts; those of the single server are taken off again. */
function sentLabels({ definitions }: Environment): Readonly<Record<string, string>> {
  const server = definitions.find((one) => one.kind === 'prometheus');
  const kept = Object.entries(server?.externalLabels ?? {}).filter(([name]) => !server?.dropFromAlerts.includes(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, value.replaceAll(/\$\{(\w+)\}/g, `${name}-1`)]));
}

/** Who is told, and by which channels. */
interface Told {
  readonly receiver: string;
  readonly channel: string;
  readonly config: ChannelConfig;
  readonly group: Readonly<Record<string, string>>;
  readonly key: string;
}

function receiversOf(
  resources: readonly Resource[],
  { name, config: { versions } }: Environment,
  labels: Readonly<Record<string, string>>,
  { channel: wanted, html }: Pick<AlertsPreviewOptions, 'channel' | 'html'>,
): { readonly receivers: readonly string[]; readonly told: readonly Told[] } {
  const body = resources.find(({ kind }) => kind === 'alertmanager/config')?.body;
  const { config } = body ? readConfig(body, matcherMode(versions.alertmanager)) : {};
  if (!config) {
    throw new UserError(`the environment ${name} has no notifications`, {
      code: 'alertmanager/missing',
      help: 'export notifications({ … }) from a definition file',
    });
  }
  const bodies = (body as { readonly receivers: readonly ChannelConfig[] }).receivers;
  const routes = routesFor(config, labels);
  const receivers = [...new Set(routes.map(({ receiver }) => receiver))];
  const of = (receiver: string): Told[] => {
    const route = routes.find((one) => one.receiver === receiver) ?? config.route;
    const found = bodies.find((one) => one.name === receiver) ?? {};
    const group = groupLabels(route, labels);
    const key = groupKey(config, route, labels);
    return channelsOf(found).map(([channel, one]) => ({ receiver, channel, config: one, group, key }));
  };
  const told = receivers.flatMap(of);
  const others = bodies.flatMap((one) => of(String(one.name)));
  if (wanted === undefined) {
    // a page shows every channel there is, once
    const missing = others.filter(
      ({ channel }, index) =>
        !told.some((one) => one.channel === channel) && others.findIndex((one) => one.channel === channel) === index,
    );
    return { receivers, told: html === undefined ? told : [...told, ...missing] };
  }
  const channel = channelKey(wanted);
  const isIt = (one: Told) => one.channel === channel;
  const routed = told.find(isIt) ?? others.find(isIt);
  if (routed) return { receivers, told: [routed] };
  throw new UserError(`no receiver of ${name} has a channel ${wanted}`, {
    code: 'input/channel',
    help: `channels are ${channelNames.join(', ')}; ${name} has ${[...new Set(told.map((one) => one.channel))].join(', ')} for this alert`,
  });
}

function alertJson(
  {
    labels,
    annotations,
  }: { readonly labels: Readonly<Record<string, string>>; readonly annotations: Readonly<Record<string, string>> },
  status: 'firing' | 'resolved',
  now: Date,
): AlertJson {
  const began = new Date(now.getTime() - 12 * 60_000).toISOString();
  return {
    status,
    labels,
    annotations,
    startsAt: began,
    endsAt: status === 'resolved' ? now.toISOString() : '0001-01-01T00:00:00Z',
    generatorURL: `${addresses.prometheus}/graph?g0.expr=up&g0.tab=1`,
    fingerprint: '0123456789abcdef',
  };
}

function templatesOf(resources: readonly Resource[], { config: { versions } }: Environment, now: Date) {
  const files = resources.filter(({ kind }) => kind === 'alertmanager/template').map(({ body }) => String(body));
  const version = versions.alertmanager;
  const { library } = loadTemplates(files, { now: parseTime(now.toISOString()) ?? zeroTime, version });
  return { library, version };
}
