import { basename, dirname, join } from 'node:path';
import type { Labels } from '../../alertmanager/matchers.js';
import type { Compiled } from '../../compile/compile.js';
import type { MessageAlert, MessageTest } from '../../define/message.js';
import { UserError } from '../../errors.js';
import type { AlertJson } from '../../gotemplate/alertmanager.js';
import { notificationOf } from '../../gotemplate/notification.js';
import type { Environment } from '../../load/project.js';
import type { Seen } from '../../testing/coverage.js';
import { channelName, messageOf } from '../../testing/messages/messages.js';
import { snapshotText } from '../../testing/messages/snapshot.js';
import { read } from '../../testing/routes.js';
import type { ChannelMessage } from '../../types/messages.js';
import type { TestResult } from '../../types/testing.js';
import { alertmanagerOf, templatesOf } from '../alertmanager-of.js';
import { addresses, alertJson, channelsTold, exampleAlert } from '../example-alerts.js';
import { rulesOf } from '../rules-of.js';
import type { Snapshots } from './snapshots.js';

interface Options {
  readonly filter?: string | undefined;
  readonly snapshots: Snapshots;
  readonly seen?: Seen | undefined;
}

/** The same on every day, so that only what was changed reads otherwise. */
const now = new Date('2026-01-12T10:12:00Z');

/** Compares what messages read like with the files beside their tests. */
export function testMessages(environment: Environment, compiled: Compiled, options: Options): readonly TestResult[] {
  const { name, definitions, originOf } = environment;
  const wanted = options.filter?.toLowerCase();
  const tests = definitions
    .filter((one): one is MessageTest => one.kind === 'message-test')
    .filter((one) => !wanted || textsOf(one, originOf(one).file).some((text) => text.toLowerCase().includes(wanted)));
  if (tests.length === 0) return [];
  const alertmanager = alertmanagerOf(compiled.resources, environment);
  if (!alertmanager) {
    const reason = 'there is no configuration of Alertmanager that would start';
    return tests.map((one) => result(one, one.name, environment, { status: 'skipped', reason, differences: [] }));
  }
  const templates = templatesOf(compiled.resources, environment, now, options.seen?.visit);
  const alertsOf = alertReader(environment, compiled);
  const folders = new Map<string, string>();
  return tests.flatMap((test) => {
    const alerts = test.alerts.flatMap((one) => alertsOf(one, test));
    const [first] = alerts;
    if (!first) return [];
    options.seen?.travelled.push(...alerts.map(({ labels }) => ({ labels, firing: [] })));
    const { file } = originOf(test);
    const folder = join(dirname(file), `${basename(file).replace(/(\.tests?)?\.[cm]?[jt]s$/, '')}.snapshots`, name);
    const files = new Map<string, number>();
    const own = join(folder, inFileName(test.name));
    mustBeFree(folders, own, test, environment);
    return test.to.flatMap((receiver) =>
      channelsTold(receiver.name, first.labels, alertmanager).map(({ channel, config, group, key }) => {
        const data = notificationOf(alerts, {
          receiver: receiver.name,
          externalURL: addresses.alertmanager,
          groupLabels: group,
        });
        const message = messageOf(channel, config, { receiver: receiver.name, data, groupKey: key, ...templates });
        const stem = `${inFileName(receiver.name)}.${channelName(channel)}`;
        const count = (files.get(stem) ?? 0) + 1;
        files.set(stem, count);
        const path = join(own, count === 1 ? stem : `${stem}-${count}`);
        const differences = [
          // it would not be sent, whatever a file says
          ...message.problems.map(({ field, message: why }) => ({ message: `${field} cannot be rendered: ${why}` })),
          ...textsIn(message, `${test.name}, ${name}`).flatMap(([extension, text]) =>
            options.snapshots.compare(`${path}.${extension}`, text),
          ),
        ];
        const status = differences.length > 0 ? 'failed' : 'passed';
        const to = `${test.name}: ${channelName(channel)} to ${receiver.name}`;
        return result(test, to, environment, { status, differences });
      }),
    );
  });
}

/** The files of a message; an e-mail has a page of its own. */
function textsIn(message: ChannelMessage, title: string): readonly (readonly [extension: string, text: string])[] {
  const text = snapshotText(title, message);
  return [['txt', text], ...(message.html === undefined ? [] : [['html', message.html] as const])];
}

function textsOf({ name, to, alerts }: MessageTest, file: string): readonly string[] {
  const names = alerts.flatMap(({ alert }) =>
    typeof alert === 'string' ? [alert] : alert ? [String('query' in alert ? alert.name : alert.alertname)] : [],
  );
  return [name, file, ...names, ...to.map((one) => one.name)];
}

function alertReader(environment: Environment, { resources, madeFrom }: Compiled) {
  const all = rulesOf(environment, resources);
  const rules = new Map(all.rules.map((rule) => [madeFrom(rule.body), rule]));
  return ({ alert, labels, value, annotations, status = 'firing' }: MessageAlert, test: MessageTest): AlertJson[] => {
    if (!alert) return [];
    if (typeof alert === 'string' || !('query' in alert)) {
      const own: Labels = { ...read(alert, environment.originOf(test)), ...labels };
      return [alertJson({ labels: own, annotations: filled(annotations ?? {}) }, status, now)];
    }
    const rule = rules.get(alert);
    if (!rule) return [];
    const firing = exampleAlert(rule, all, environment, { now, labels, value });
    return [alertJson({ ...firing, annotations: filled({ ...firing.annotations, ...annotations }) }, status, now)];
  };
}

function filled(texts: Labels): Labels {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''));
}

const inFileName = (name: string) =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

function mustBeFree(
  folders: Map<string, string>,
  folder: string,
  test: MessageTest,
  { originOf }: Pick<Environment, 'originOf'>,
): void {
  const other = folders.get(folder);
  folders.set(folder, test.name);
  if (other === undefined) return;
  throw new UserError(`the messages "${other}" and "${test.name}" would be kept in the same files`, {
    code: 'test/name',
    help: 'give one of them a name that differs in more than signs and capitals',
    origin: originOf(test),
  });
}

function result(
  test: MessageTest,
  name: string,
  { name: environment, originOf }: Environment,
  rest: Pick<TestResult, 'status' | 'differences' | 'reason'>,
): TestResult {
  return { name, kind: 'message', environment, origin: originOf(test), ...rest };
}
