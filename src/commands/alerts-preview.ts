import { resolve } from 'node:path';
import { routesFor } from '../alertmanager/route.js';
import type { Everything } from '../checks/model/everything.js';
import { compile } from '../compile/compile.js';
import { UserError } from '../errors.js';
import { notificationOf } from '../gotemplate/notification.js';
import { type Environment, loadProject } from '../load/project.js';
import { nearest } from '../nearest.js';
import { replaceFile } from '../targets/files/replace-file.js';
import type { Notification } from '../testing/messages/compose.js';
import { channelKey, channelName, channelNames, messageOf } from '../testing/messages/messages.js';
import { messagePage } from '../testing/messages/page.js';
import type { AlertPreview, ChannelMessage } from '../types/messages.js';
import type { Diagnostic, Report, Resource } from '../types.js';
import { alertmanagerOf, templatesOf } from './alertmanager-of.js';
import { addresses, alertJson, channelsTold, exampleAlert, type Told } from './example-alerts.js';
import { rulesOf } from './rules-of.js';

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

/** The messages of an alert as its channels would get them, with example values. */
export async function alertsPreview(options: AlertsPreviewOptions): Promise<Report> {
  const { cwd, config: file, env, alert, status } = options;
  const project = loadProject({ cwd, config: file, environments: env === undefined ? undefined : [env] });
  const environment = project.environments.at(-1);
  if (!environment) throw new UserError('the project has no environment');
  const { resources } = compile(project.name, environment);
  const all = rulesOf(environment, resources);
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

function fired(name: string, all: Everything, environment: Environment, now: Date) {
  const alerts = all.rules.filter(({ kind }) => kind === 'alert');
  const rule = alerts.find((one) => one.name === name);
  if (!rule) {
    const names = [...new Set(alerts.map((one) => one.name))];
    const meant = nearest(name, names);
    throw new UserError(`there is no alert ${name} in ${environment.name}`, {
      code: 'input/alert',
      help: meant === undefined ? `its alerts are ${names.join(', ')}` : `did you mean ${meant}?`,
    });
  }
  const { problems, ...firing } = exampleAlert(rule, all, environment, { now });
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

function receiversOf(
  resources: readonly Resource[],
  environment: Environment,
  labels: Readonly<Record<string, string>>,
  { channel: wanted, html }: Pick<AlertsPreviewOptions, 'channel' | 'html'>,
): { readonly receivers: readonly string[]; readonly told: readonly Told[] } {
  const { name } = environment;
  const alertmanager = alertmanagerOf(resources, environment);
  if (!alertmanager) {
    throw new UserError(`the environment ${name} has no notifications`, {
      code: 'alertmanager/missing',
      help: 'export notifications({ … }) from a definition file',
    });
  }
  const { config, receivers: bodies } = alertmanager;
  const receivers = [...new Set(routesFor(config, labels).map(({ receiver }) => receiver))];
  const of = (receiver: string) => channelsTold(receiver, labels, { config, receivers: bodies });
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
  const has = [...new Set(told.map((one) => channelName(one.channel)))].join(', ');
  const meant = nearest(wanted, channelNames);
  const isMisspelt = meant !== undefined && meant !== wanted;
  throw new UserError(`no receiver of ${name} has a channel ${wanted}`, {
    code: 'input/channel',
    help: `${isMisspelt ? `did you mean ${meant}?` : `the channels are ${channelNames.join(', ')}.`} For this alert ${name} has ${has || 'none'}`,
  });
}
