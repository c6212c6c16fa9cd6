import { type Limit, limits } from '../../alertmanager/limits.js';
import { routesFor } from '../../alertmanager/route.js';
import { textLength } from '../../alertmanager/text-length.js';
import type { AlertJson } from '../../gotemplate/alertmanager.js';
import { notificationData } from '../../gotemplate/alertmanager.js';
import { loadTemplates, renderField } from '../../gotemplate/library.js';
import { type Firing, fireAlert, notificationOf } from '../../gotemplate/notification.js';
import type { Library } from '../../gotemplate/render.js';
import { parseTime, zeroTime } from '../../gotemplate/time.js';
import { isObject, type Json } from '../../json.js';
import type { Path } from '../../types.js';
import type { ConfigCheck, ConfigNote } from '../check.js';
import type { CheckedConfig } from '../model/alertmanager.js';
import type { Everything } from '../model/everything.js';
import { exampleSeries } from '../model/example-series.js';
import { inspectionsOf } from '../model/inspections.js';
import { objectsOf } from '../model/plain.js';
import { treeOf } from '../model/query.js';
import { templatesOf } from '../model/templates.js';

/** As many alerts as a bad night has in one group. */
const many = 20;

export const templateTooLong: ConfigCheck = {
  code: 'template/too-long',
  on: 'alertmanager',
  severity: 'warning',
  summary: 'a message may be longer than its channel takes',
  why: 'The end of it is cut off, the service refuses it, or a phone gets several text messages for one alert. That happens on the night when everything fails at once.',
  good: [
    'route: {receiver: team}\nreceivers: [{name: team, slack_configs: [{api_url: "http://x.example", channel: "#a", text: "{{ len .Alerts }} alerts"}]}]',
    'route: {receiver: team}\nreceivers: [{name: team, sns_configs: [{phone_number: "+1", sigv4: {region: a}, message: "{{ .GroupLabels.alertname }}"}]}]',
  ],
  bad: [
    'route: {receiver: team}\nreceivers: [{name: team, pushover_configs: [{user_key: a, token: b}]}]',
    'route: {receiver: team}\nreceivers: [{name: team, sns_configs: [{phone_number: "+1", sigv4: {region: a}}]}]',
    'route: {receiver: team}\nreceivers: [{name: team, slack_configs: [{api_url: "http://x.example", channel: "#a", title: "{{ range .Alerts }}{{ .Annotations.description }}{{ end }}"}]}]',
  ],
  run: (found, all) => {
    if (!inspectionsOf(all).complete || !isObject(found.subject.body)) return [];
    const files = templatesOf(all).flatMap(({ path, text }) => (path.length === 0 ? [text] : []));
    const { library } = loadTemplates(files, { now: moment, version: all.alertmanager });
    const longest = longestAlerts(found, all);
    return objectsOf(found.subject.body.receivers).flatMap(([receiver, index]) => {
      const name = String(receiver.name ?? '');
      const of: Example = { receiver: name, alert: longest.get(name) ?? sample, library, version: all.alertmanager };
      return Object.entries(receiver).flatMap(([key, list]) =>
        objectsOf(list).flatMap(([channel, at]) =>
          ofChannel(key.replace(/_configs$/, ''), channel, ['receivers', index, key, at], of),
        ),
      );
    });
  },
};

interface Example {
  readonly receiver: string;
  readonly alert: Pick<Firing, 'labels' | 'annotations'>;
  readonly library: Library;
  readonly version: string | undefined;
}

const moment = parseTime('2026-01-01T00:00:00Z') ?? zeroTime;

/** Where there are no rules, an alert as people write them. */
const sample: Example['alert'] = {
  labels: { alertname: 'InstanceDown', instance: 'web-1.example.com:9100', job: 'node', severity: 'critical' },
  annotations: {
    summary: 'The instance web-1.example.com:9100 of the job node cannot be scraped any more',
    description:
      'Prometheus has had no answer for five minutes. Look at the machine and its network, then at the exporter.',
    runbook_url: 'https://runbooks.example.com/InstanceDown',
  },
};

function ofChannel(kind: string, channel: Json, path: Path, example: Example): ConfigNote[] {
  const limited = Object.entries(limits[kind] ?? {}).flatMap(([field, limit]) =>
    ofField(channel, field, limit, path, example),
  );
  return kind === 'sns' && channel.phone_number !== undefined
    ? [...limited, ...ofPhone(channel, path, example)]
    : limited;
}

function ofField(channel: Json, field: string, limit: Limit, path: Path, example: Example): ConfigNote[] {
  const template = channel[field] ?? limit.fallback;
  if (typeof template !== 'string') return [];
  for (const count of [1, many]) {
    const text = rendered(template, count, example);
    const size = limit.bytes ? Buffer.byteLength(text) : [...text].length;
    if (size <= limit.most) continue;
    const unit = limit.bytes ? 'bytes' : 'characters';
    const end = limit.beyond === 'cut' ? `is cut after ${limit.most}` : `only ${limit.most} are taken`;
    return [note(`${field} has ${size} ${unit} ${counted(count, example)}, and ${end}`, channel, field, path, example)];
  }
  return [];
}

function ofPhone(channel: Json, path: Path, example: Example): ConfigNote[] {
  const template = channel.message ?? '{{ template "sns.default.message" . }}';
  for (const count of [1, many]) {
    const { length, room, messages, foreign } = textLength(rendered(String(template), count, example));
    if (messages === 1) continue;
    const because = foreign === undefined ? '' : `; with "${foreign}" in it there is room for ${room} only`;
    const message = `message has ${length} characters ${counted(count, example)}, which are ${messages} text messages${because}`;
    return [note(message, channel, 'message', path, example)];
  }
  return [];
}

function note(message: string, channel: Json, field: string, path: Path, { receiver }: Example): ConfigNote {
  return {
    owner: `receiver "${receiver}"`,
    message,
    help: 'show the first alerts only, and shorten texts: {{ printf "%.100s" … }}',
    path: channel[field] === undefined ? path : [...path, field],
  };
}

function counted(count: number, { alert }: Example): string {
  return count === 1 ? `for ${alert.labels.alertname}` : `for ${count} of ${alert.labels.alertname}`;
}

/** What cannot be rendered is another check's affair. */
function rendered(template: string, count: number, { receiver, alert, library, version }: Example): string {
  const one: AlertJson = {
    ...alert,
    status: 'firing',
    startsAt: '2026-01-01T00:00:00Z',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'https://prometheus.example.com/graph?g0.expr=up+%3D%3D+0&g0.tab=1',
  };
  const group = { receiver, externalURL: 'https://alertmanager.example.com', groupLabels: grouped(alert.labels) };
  const data = notificationOf(
    Array.from({ length: count }, () => one),
    group,
  );
  return renderField(template, notificationData(data, version), library).text ?? '';
}

function grouped({ alertname = '' }: Firing['labels']): Firing['labels'] {
  return { alertname };
}

/** Of each receiver the alert with the longest texts among those it can get. */
function longestAlerts({ config }: CheckedConfig, all: Everything): ReadonlyMap<string, Firing> {
  const found = new Map<string, Firing>();
  const size = ({ annotations }: Firing) => Object.values(annotations).join('').length;
  for (const rule of all.rules) {
    if (rule.kind !== 'alert' || !treeOf(rule.query)) continue;
    const server = { now: moment, externalUrl: 'https://prometheus.example.com', externalLabels: {} };
    const alert = fireAlert(rule, exampleSeries(rule, all, ''), server);
    for (const { receiver } of routesFor(config, alert.labels)) {
      const before = found.get(receiver);
      if (!before || size(before) < size(alert)) found.set(receiver, alert);
    }
  }
  return found;
}
