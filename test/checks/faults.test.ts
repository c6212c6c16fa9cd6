import { describe, expect, it } from 'vitest';
import { everything } from '../../src/checks/model/everything.js';
import { runChecks } from '../../src/checks/run.js';
import { knownOf } from '../../src/commands/known-platform.js';
import { readSubjects } from '../../src/read/read.js';
import { serialize } from '../../src/targets/files/serialize.js';
import type { Diagnostic } from '../../src/types.js';
import { ownEnvironment } from '../helpers/environment.js';

/** One fault planted into a file of our own build: what is replaced, by what, and who has to find it. */
type Fault = readonly [code: string, file: string, from: string | RegExp, to: string];

const application = 'prometheus/rules/application.yaml';
const http = 'prometheus/rules/http.yaml';
const slo = 'prometheus/rules/slo.yaml';
const system = 'prometheus/rules/system.yaml';
const resources = 'prometheus/rules/resources.yaml';
const overview = 'grafana/dashboards/streaming-platform/sp-system-overview.json';
const performance = 'grafana/dashboards/streaming-platform/sp-performance.json';
const health = 'grafana/dashboards/streaming-platform/sp-alerts-health.json';
const alerting = 'alertmanager/alertmanager.yml';

const faults: readonly Fault[] = [
  ['promql/syntax', application, 'expr: up{tier="app"} == 0', 'expr: up{tier="app"} = 0'],
  ['promql/syntax', http, 'sum by (environment', 'sum by environment'],
  [
    'promql/type',
    application,
    'changes(process_start_time_seconds{tier="app"}[30m])',
    'changes(process_start_time_seconds{tier="app"})',
  ],
  ['promql/type', http, 'histogram_quantile(0.5', 'histogram_quantil(0.5'],
  ['promql/unknown-metric', application, 'service:http_requests:rate5m > 1', 'service:http_request:rate5m > 1'],
  ['promql/unknown-metric', http, 'http_requests_total', 'http_request_total'],
  ['promql/unknown-metric', system, 'process_open_fds', 'process_open_fsd'],
  ['promql/unknown-label', application, 'up{tier="app"} == 0', 'up{teir="app"} == 0'],
  ['promql/unknown-label', http, 'sum by (environment, cluster, service)', 'sum by (environment, cluster, servise)'],
  ['promql/unknown-value', application, 'up{tier="app"} == 0', 'up{tier="apps"} == 0'],
  [
    'promql/wrong-type',
    application,
    'changes(process_start_time_seconds{tier="app"}[30m])',
    'increase(process_start_time_seconds{tier="app"}[30m])',
  ],
  ['promql/quantile-le', http, /(histogram_quantile\(0\.5, sum by \(environment, cluster, service), le\)/, '$1)'],
  [
    'promql/rate-of-sum',
    http,
    /expr: sum by \(environment, cluster, service\) \(rate\(http_requests_total\[5m\]\)\)/,
    'expr: rate(sum by (environment, cluster, service) (http_requests_total)[5m:])',
  ],
  [
    'promql/bare-counter',
    http,
    /expr: sum by \(environment, cluster, service\) \(rate\(http_requests_total\[5m\]\)\)/,
    'expr: sum by (environment, cluster, service) (http_requests_total)',
  ],
  [
    'promql/impossible-label',
    http,
    /expr: sum by \(environment, cluster, service\) \(rate\(http_requests_total\[5m\]\)\)/,
    'expr: sum by (service) (sum by (cluster) (rate(http_requests_total[5m])))',
  ],
  [
    'promql/join-never',
    application,
    'ratio_rate5m > 0.01 and service:http_requests:rate5m > 1',
    'ratio_rate5m > 0.01 and cluster:stream_connections_active:sum > 1',
  ],
  [
    'promql/join-never',
    application,
    'ratio_rate5m > 0.01 and service:',
    'ratio_rate5m{service="stream-server"} > 0.01 and service:http_requests:rate5m{service="backend-api"} > 1 and service:',
  ],
  ['promql/never', application, 'up{tier="app"} == 0', 'up{tier="app"} == 2'],
  ['promql/never', application, 'up{tier="app"} == 0', 'count(up{tier="app"}) == 0'],
  ['promql/always', application, 'up{tier="app"} == 0', 'up{tier="app"} >= 0'],
  [
    'promql/nan',
    http,
    /expr: sum by \(environment, cluster, service\) \(rate\(http_requests_total\[5m\]\)\)/,
    'expr: avg by (environment, cluster, service) (rate(http_requests_total[5m]) / rate(http_requests_total[1h]))',
  ],
  ['promql/short-range', http, 'rate(http_requests_total[5m])', 'rate(http_requests_total[30s])'],
  ['promql/beyond-retention', application, '[30m]', '[60d]'],
  [
    'promql/experimental',
    application,
    'changes(process_start_time_seconds',
    'mad_over_time(process_start_time_seconds',
  ],
  ['promql/regexp', application, 'up{tier="app"} == 0', 'up{tier=~"app"} == 0'],
  ['rule/shape', application, 'for: 10m', 'fro: 10m'],
  ['rule/shape', application, 'for: 10m', 'for: 10 m'],
  ['rule/shape', http, 'interval: 30s', 'intervall: 30s'],
  ['rule/duplicate', application, 'alert: InstanceDown', 'alert: HighErrorRate'],
  [
    'rule/cycle',
    http,
    'rate(http_requests_total[5m])',
    'sum by (environment, cluster, service) (service:http_requests:rate5m)',
  ],
  ['rule/reserved-label', application, 'severity: warning', 'alertname: Other'],
  ['rule/interval', http, 'interval: 30s', 'interval: 10m'],
  ['rule/name', http, 'record: service:http_requests:rate5m', 'record: http_requests_rate5m'],
  ['alert/no-condition', application, 'expr: up{tier="app"} == 0', 'expr: up{tier="app"}'],
  [
    'alert/label-missing',
    application,
    'Few connections in {{ $labels.cluster }}',
    'Few connections in {{ $labels.service }}',
  ],
  [
    'alert/label-missing',
    application,
    'Few connections in {{ $labels.cluster }}',
    'Few connections in {{ $labels.clutser }}',
  ],
  [
    'alert/external-label',
    application,
    'Few connections in {{ $labels.cluster }}',
    'Few connections in {{ $externalLabels.region }}',
  ],
  ['alert/value-in-label', application, 'category: business', "category: '{{ $value }}'"],
  ['alert/fragile', application, 'up{tier="app"} == 0', 'topk(3, up{tier="app"}) == 0'],
  [
    'alert/absent-for',
    application,
    'expr: up{tier="app"} == 0\n        for: 1m',
    'expr: absent(up{tier="app"})\n        keep_firing_for: 1m',
  ],
  ['alert/missing-summary', application, /summary: Few[^\n]*\n {10}description: Now[^\n]*/, 'other: text'],
  ['alert/missing-runbook', application, /runbook_url: .*/, 'other: text'],
  ['alert/missing-severity', application, 'severity: warning', 'severty: warning'],
  ['alert/keep-firing', application, 'keep_firing_for: 5m', 'keep_firing_for: 2h'],
  ['alert/for-short', application, 'for: 1m', 'for: 10s'],
  ['panel/no-queries', overview, /("targets": \[[\s\S]*?"expr": )"[^\n]*",/, '$1"",'],
  ['panel/datasource', overview, /("targets": \[\n[\s\S]*?"uid": ")\$\{datasource\}/, '$1P1809F7CD0C75ACF3'],
  ['panel/rate-interval', overview, '[$__rate_interval]', '[2m]'],
  ['panel/legend-label', performance, /"legendFormat": "\{\{\w+/, '"legendFormat": "{{nowhere'],
  ['panel/title', overview, '"title": "Active connections"', '"title": ""'],
  ['panel/description', overview, /("title": "Nodes up",\n\s+"description": )"[^\n]*"/, '$1""'],
  ['panel/no-unit', overview, '"unit": "percentunit"', '"unit": ""'],
  ['panel/overlap', overview, '"x": 5,', '"x": 4,'],
  ['panel/overflow', overview, '"x": 19,', '"x": 20,'],
  ['variable/undefined', overview, '$environment', '$enviroment'],
  ['variable/refresh', overview, '"refresh": 2', '"refresh": 1'],
  ['variable/unused', overview, '"name": "node"', '"name": "nodes"'],
  ['dashboard/editable', overview, '"editable": false', '"editable": true'],
  ['dashboard/uid', overview, '"uid": "sp-system-overview"', '"uid": "sp-performance"'],
  ['promql/version', application, 'expr: up{tier="app"} == 0', 'expr: first_over_time(up{tier="app"}[5m]) == 0'],
  ['promql/le-integer', http, 'http_requests_total[5m]', 'http_request_duration_seconds_bucket{le="1"}[5m]'],
  ['alert/burn-rate', slo, '> 0.0144', '> 1.44'],
  [
    'alert/ratio-no-for',
    application,
    'expr: up{tier="app"} == 0\n        for: 1m',
    'expr: sum(up{tier="app"}) / count(up{tier="app"}) < 0.5\n        keep_firing_for: 1m',
  ],
  ['panel/unit', overview, '"unit": "bytes"', '"unit": "s"'],
  ['panel/unit', overview, '"unit": "percentunit"', '"unit": "percent"'],
  ['panel/ref-id', health, '"refId": "B"', '"refId": "A"'],
  ['panel/hidden', overview, /"refId": "[A-Z]",/g, '"refId": "A", "hide": true,'],
  [
    'panel/thresholds',
    overview,
    /("color": "(?:yellow|orange)",\s+"value": )[\d.]+(\s*\},\s*\{\s*"color": "red")/,
    '$1999$2',
  ],
  ['variable/multi', overview, 'cluster=~\\"$cluster\\"', 'cluster=\\"$cluster\\"'],
  ['variable/duplicate', overview, '"name": "node"', '"name": "cluster"'],
  [
    'variable/cycle',
    overview,
    /label_values\(up\{environment=\\"\$environment/,
    'label_values(up{environment=\\"$cluster',
  ],
  ['variable/old-form', overview, '\\"$environment\\"', '\\"[[environment]]\\"'],
  ['link/dashboard', overview, '/d/sp-performance?', '/d/sp-performance?viewPanel=9999&'],
  ['link/dashboard', application, '/d/sp-application?', '/d/sp-aplication?'],
  ['link/dashboard', application, 'var-cluster=', 'var-clutser='],
  ['link/dashboard', overview, '/d/sp-performance', '/d/sp-perfomance'],
  ['link/dashboard', overview, 'var-node=', 'var-noed='],
  ['alertmanager/config', alerting, 'receiver: team-slack', 'receiver: team-slck'],
  ['alertmanager/config', alerting, 'severity=~"emergency|critical"', 'severity=~"emergency|critical'],
  ['alertmanager/config', alerting, 'group_interval: 30m', 'group_interval: 30 m'],
  ['alertmanager/config', alerting, 'send_resolved: true', 'send_resloved: true'],
  ['alertmanager/config', alerting, '        - holidays', '        - hollidays'],
  ['alertmanager/deprecated', alerting, '- matchers:\n        - severity="info"', '- match:\n        severity: info'],
  ['alertmanager/deprecated', alerting, '- category="security"', '- category=security stuff'],
  [
    'route/unreachable',
    alerting,
    /(severity=~"emergency\|critical"\n {6}receiver: incident-log)\n {6}continue: true/,
    '$1',
  ],
  [
    'route/unreachable',
    alerting,
    '        - matchers:\n            - team="data"\n',
    '        - receiver: incident-log\n        - matchers:\n            - team="backend"\n',
  ],
  [
    'route/contradiction',
    alerting,
    '- severity="critical"\n          receiver: security-oncall',
    '- category="business"\n          receiver: security-oncall',
  ],
  [
    'route/never-active',
    alerting,
    'mute_time_intervals:\n        - holidays',
    'mute_time_intervals:\n        - business-hours',
  ],
  [
    'route/silent-hours',
    alerting,
    '- receiver: team-slack',
    '- receiver: team-slack\n          active_time_intervals: [business-hours]',
  ],
  ['route/no-alert', alerting, '- category="security"', '- category="privacy"'],
  ['route/group-by', alerting, '    - alertname\n  group_wait', '    - alertnmae\n  group_wait'],
  ['route/repeat-interval', alerting, 'repeat_interval: 50s', 'repeat_interval: 1m'],
  ['alert/unrouted', application, 'severity: critical', 'severity: page'],
  ['matcher/misspelt', alerting, 'severity="emergency"', 'severity="emergencey"'],
  ['matcher/misspelt', alerting, 'team="streaming"', 'team="steaming"'],
  ['matcher/misspelt', alerting, 'alertname!="Watchdog"', 'alertname!="WatchDog"'],
  ['receiver/unused', alerting, '  - name: incident-log', '  - name: nobody-uses-it\n  - name: incident-log'],
  ['receiver/no-channel', alerting, /- name: incident-log\n(?: {4}.*\n)+/, '- name: incident-log\n'],
  [
    'inhibit/never',
    alerting,
    '- severity="warning"\n      - service="node"',
    '- severity="warning"\n      - service!="node"\n      - service="node"',
  ],
  ['inhibit/both-sides', alerting, '- alertname!="NodeDown"', '- alertname!="NodeUp"'],
  ['inhibit/no-alert', alerting, '- alertname="ServiceDown"', '- alertname="ServicesGone"'],
  ['interval/never', alerting, '- "12"', '- "13"'],
  [
    'interval/overlap',
    alerting,
    /- weekdays:\n {10}- saturday\n {10}- sunday\n/,
    '- weekdays: [saturday, sunday]\n        location: Europe/Paris\n      - weekdays: [sunday]\n',
  ],
  [
    'interval/unused',
    alerting,
    /time_intervals:\n {2}- name: /,
    'time_intervals:\n  - name: nights\n    time_intervals: [{weekdays: [sunday]}]\n  - name: ',
  ],
];

const { environment, resources: built } = ownEnvironment('prod');
const known = knownOf(environment);
const files = new Map(
  built
    .filter(({ kind }) => ['prometheus/rules', 'grafana/dashboard', 'alertmanager/config'].includes(kind))
    .map((resource) => [resource.path, serialize(resource)]),
);

function findings(changed: ReadonlyMap<string, string>): Diagnostic[] {
  const subjects = [...changed].flatMap(([path, text]) => readSubjects(path, text));
  return runChecks(everything(subjects, known));
}

const clean = findings(files);

describe('a fault in a file of our own', () => {
  it('is not there to begin with', () => {
    // what definitions accept, their files do not know
    const accepted = ['route/silent-hours'];
    expect(clean.filter(({ severity, code }) => severity !== 'info' && !accepted.includes(code))).toEqual([]);
    expect(new Set([application, http, slo, system, resources, alerting].filter((file) => !files.has(file)))).toEqual(
      new Set(),
    );
  });

  it.each(faults)('%s in %s: %s', (code, file, from, to) => {
    const text = files.get(file) ?? '';
    const at = typeof from === 'string' ? text.indexOf(from) : text.search(from);
    expect(at).toBeGreaterThanOrEqual(0);
    const before = clean.filter((one) => one.code === code).length;
    const found = findings(new Map([...files, [file, text.replace(from, to)]])).filter((one) => one.code === code);
    expect(found.length).toBeGreaterThan(before);
    const whole = typeof from === 'string' ? from : (text.match(from)?.[0] ?? '');
    const linesOf = (part: string) => part.split('\n').length;
    // what a rule or panel lacks is said of the whole rule or panel
    const owners = [
      ...text
        .slice(0, at)
        .matchAll(/\n {6}- (alert|record): |\n {4}\{\n|\n {4,8}- (matchers|receiver):|\n {2}- name: /g),
    ];
    const first = linesOf(text.slice(0, owners.at(-1)?.index ?? 0)) + 1;
    const last = linesOf(text.slice(0, at)) + Math.max(linesOf(whole), linesOf(to)) - 1;
    const lines = found.filter(({ origin }) => origin?.file === file).map(({ origin }) => origin?.line ?? 0);
    expect(lines.some((line) => line >= first && line <= last)).toBe(true);
  });
});
