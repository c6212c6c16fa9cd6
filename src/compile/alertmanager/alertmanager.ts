import type { Notifications } from '../../define/notification.js';
import type { Resource } from '../../types.js';
import { type Input, ofKind } from '../input.js';
import { receiverBody } from './channels.js';
import { inhibitionBodies, routeBody, timeIntervalBodies, withChildren } from './routes.js';
import { secretField } from './secrets.js';
import { templateResources } from './templates.js';

/** Routing, receivers and templates → one Alertmanager configuration and its template files. */
export function compileAlertmanager(input: Input): Resource[] {
  return ofKind(input, 'notifications').flatMap((notifications) => [
    {
      kind: 'alertmanager/config',
      id: notifications.name,
      path: 'alertmanager/alertmanager.yml',
      body: input.made(configBody(notifications, input), notifications),
      origin: input.originOf(notifications),
    },
    ...templateResources(notifications, input),
  ]);
}

function configBody(notifications: Notifications, input: Input): object {
  const { route, templates } = notifications;
  const routes = withChildren(route);
  const receivers = unique(routes.flatMap((one) => one.receiver ?? []));
  const intervals = unique(routes.flatMap((one) => [...(one.activeTimes ?? []), ...(one.muteTimes ?? [])]));
  checkNames('receiver', 'alertmanager/unused-receiver', receivers, ofKind(input, 'receiver'), input);
  checkNames('time interval', 'alertmanager/unused-interval', intervals, ofKind(input, 'time-interval'), input);
  return {
    ...globalBody(notifications, input),
    ...(templates.length > 0 ? { templates: ['templates/*.tmpl'] } : {}),
    route: routeBody(route, input),
    ...inhibitionBodies(notifications, input),
    ...timeIntervalBodies(intervals, input),
    receivers: receivers.map((receiver) => {
      for (const channel of receiver.channels) checkGlobals(channel, notifications, input);
      return receiverBody(receiver, input);
    }),
  };
}

function globalBody(notifications: Notifications, input: Input): object {
  const { resolveTimeout, smtp, slackUrl } = notifications;
  const body = {
    ...(resolveTimeout ? { resolve_timeout: resolveTimeout } : {}),
    ...(smtp
      ? {
          smtp_smarthost: smtp.smarthost,
          smtp_from: smtp.from,
          ...(smtp.username ? { smtp_auth_username: smtp.username } : {}),
          ...secretField(input, smtp.password, {
            key: 'smtp_auth_password',
            fileKey: 'smtp_auth_password_file',
            feature: 'alertmanager/smtp-password-file',
            owner: notifications,
            what: 'the SMTP password',
          }),
          smtp_require_tls: smtp.requireTls ?? true,
        }
      : {}),
    ...secretField(input, slackUrl, {
      key: 'slack_api_url',
      fileKey: 'slack_api_url_file',
      url: true,
      owner: notifications,
      what: 'the Slack URL',
    }),
  };
  return Object.keys(body).length > 0 ? { global: body } : {};
}

/** Slack and e-mail rely on the configuration as a whole; without it Alertmanager would not start. */
function checkGlobals(
  channel: { readonly type: string; readonly url?: unknown },
  notifications: Notifications,
  input: Input,
): void {
  const missing =
    channel.type === 'email' && !notifications.smtp
      ? 'smtp'
      : channel.type === 'slack' && !channel.url && !notifications.slackUrl
        ? 'slackUrl'
        : undefined;
  if (!missing) return;
  input.report({
    code: 'alertmanager/incomplete',
    severity: 'error',
    message: `a channel of type ${channel.type} needs ${missing} of notifications()`,
    help: missing === 'smtp' ? 'state the mail server there' : 'give the URL there, or to the channel',
    origin: input.originOf(channel),
  });
}

/** Two things of one name would be one to Alertmanager; one that no route leads to is probably a mistake. */
function checkNames<T extends { readonly name: string }>(
  noun: string,
  unusedCode: string,
  used: readonly T[],
  defined: readonly T[],
  input: Input,
): void {
  for (const [index, one] of used.entries()) {
    const other = used.slice(0, index).find((earlier) => earlier.name === one.name);
    if (!other) continue;
    const { file, line, column } = input.originOf(other);
    input.report({
      code: 'definition/duplicate',
      severity: 'error',
      message: `the ${noun} "${one.name}" is defined twice, first at ${file}:${line}:${column}`,
      help: 'define it once and refer to that',
      origin: input.originOf(one),
    });
  }
  for (const one of defined.filter((candidate) => !used.includes(candidate))) {
    input.report({
      code: unusedCode,
      severity: 'warning',
      message: `no route refers to the ${noun} "${one.name}", so it is left out`,
      help: 'give it a route, or remove it',
      origin: input.originOf(one),
    });
  }
}

function unique<T>(all: readonly T[]): readonly T[] {
  return [...new Set(all)];
}
