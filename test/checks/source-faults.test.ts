import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from '../helpers/environment.js';
import { obsctl, temporaryProject } from '../helpers/project.js';

/** A fault in our own definitions: who finds it, and on which line: that of the text, unless `at` names another. */
type Fault = readonly [code: string, file: string, from: string, to: string, at?: string];

const instanceDown = "expr: eq(up.where({ tier: 'app' }), 0),\n  for: '1m',\n  severity: 'critical',";

const faults: readonly Fault[] = [
  [
    'template/syntax',
    'alerts/templates/slack.tmpl',
    '{{- $shared := .CommonAnnotations }}',
    '{{- $shared := .CommonAnnotations }',
  ],
  [
    'template/syntax',
    'alerts/templates/sms.tmpl',
    '{{- $letter := "I" -}}',
    '{{- $leter := "I" -}}',
    '{{ $letter = "E" }}',
  ],
  ['template/unknown-function', 'alerts/templates/slack.tmpl', '{{ .Status | toUpper }}', '{{ .Status | upper }}'],
  [
    'template/unknown-field',
    'alerts/templates/teams.tmpl',
    '{{- $shared := .CommonAnnotations }}',
    '{{- $shared := .CommonAnotations }}',
  ],
  [
    'template/unknown-field',
    'alerts/templates/email.tmpl',
    '{{- if eq .Status "firing" }}\n{{- with .Annotations.value }}\n<tr>',
    '{{- if eq .State "firing" }}\n{{- with .Annotations.value }}\n<tr>',
  ],
  [
    'template/wrong-argument',
    'alerts/templates/common.tmpl',
    '{{ len (slice $count 3) }}',
    '{{ len (slice $count 3) 1 }}',
  ],
  [
    'template/html',
    'alerts/templates/email.tmpl',
    '{{- if eq .Status "firing" }}\n{{- with .Annotations.value }}\n<tr>',
    '{{- if eq .Status "firing" }}\n{{- with .Annotations.value }}\n<tr {{ if . }}title="{{ end }}>',
    '<tr {{ if . }}title',
  ],
  [
    'template/needs-version',
    'alerts/templates/pagerduty.tmpl',
    '{{ or .CommonAnnotations.value "see alerts" }}',
    '{{ base64encode .CommonAnnotations.value }}',
  ],
  [
    'alertmanager/undefined-template',
    'alerts/templates/pagerduty.tmpl',
    '{{ template "obs.subject" . }}',
    '{{ template "obs.subjct" . }}',
  ],
  [
    'template/unknown-field',
    'alerts/receivers.ts',
    '{{ .CommonLabels.cluster }}',
    '{{ .CommonLabel.cluster }}',
    "page('emergency')",
  ],
  [
    'template/syntax',
    'alerts/application.ts',
    '{{ $labels.instance }} of {{ $labels.service }} cannot',
    '{{ $labels.instance } of {{ $labels.service }} cannot',
    "platformAlert('InstanceDown'",
  ],
  [
    'template/unknown-function',
    'alerts/application.ts',
    '{{ $labels.instance }} of {{ $labels.service }} cannot',
    '{{ upper $labels.instance }} cannot',
    "platformAlert('InstanceDown'",
  ],
  ['query/unknown-value', 'alerts/application.ts', instanceDown, instanceDown.replace("'app'", "'ap'")],
  [
    'promql/never',
    'alerts/application.ts',
    instanceDown,
    instanceDown.replace('), 0)', '), 2)'),
    "platformAlert('InstanceDown'",
  ],
  [
    'alert/label-missing',
    'alerts/application.ts',
    '{{ $labels.instance }} of {{ $labels.service }} cannot',
    '{{ $labels.pod }} cannot',
    "platformAlert('InstanceDown'",
  ],
  [
    'alert/no-condition',
    'alerts/application.ts',
    instanceDown,
    instanceDown.replace(/eq\((.*), 0\)/, '$1'),
    "platformAlert('InstanceDown'",
  ],
  ['alert/keep-firing', 'alerts/application.ts', "keep: '2m',", "keep: '2h',", "platformAlert('ServiceDown'"],
  ['rule/duplicate', 'alerts/application.ts', "'InstanceDown'", "'HighErrorRate'", 'const instanceDown = '],
  [
    'promql/unknown-metric',
    'alerts/application.ts',
    "eq(up.where({ tier: 'app' }), 0),\n  for: '1m',\n  severity: 'critical'",
    "promql`upp == 0`,\n  for: '1m',\n  severity: 'critical'",
    "platformAlert('InstanceDown'",
  ],
  [
    'promql/unknown-label',
    'alerts/application.ts',
    "eq(up.where({ tier: 'app' }), 0),\n  for: '1m',\n  severity: 'critical'",
    "promql`up{teir=\"app\"} == 0`,\n  for: '1m',\n  severity: 'critical'",
    "platformAlert('InstanceDown'",
  ],
  [
    'panel/legend-label',
    'dashboards/business.ts',
    "legend: 'refunds {{currency}}'",
    "legend: 'refunds {{product}}'",
    'query(sum(increase(businessRefunds',
  ],
  [
    'alert/value-in-label',
    'alerts/application.ts',
    'labels: { job },',
    "labels: { job, value: '{{ $value }}' },",
    "platformAlert('ServiceMetricsAbsent'",
  ],
  ['metric/reserved', 'platform/metrics/queue.ts', "gauge('queue_depth'", "gauge('queue_depth_count'"],
  ['metric/total', 'platform/metrics/queue.ts', "gauge('queue_depth'", "gauge('queue_depth_total'"],
  ['metric/unit', 'platform/metrics/queue.ts', "gauge('queue_depth'", "gauge('queue_depth_ms'"],
  ['metric/camel-case', 'platform/metrics/queue.ts', "gauge('queue_depth'", "gauge('queueDepth'"],
  [
    'exception/unused',
    'platform/metrics/consumed.ts',
    "gauge('ALERTS_FOR_STATE'",
    "gauge('ALERTS_FOR_STATE_seconds'",
    "except(\n  gauge('ALERTS_FOR_STATE_seconds'",
  ],
  [
    'route/unreachable',
    'alerts/routing.ts',
    'receiver: to.incidentLog,\n  continue: true,',
    'receiver: to.incidentLog,',
    'const emergency = route(',
  ],
  [
    'matcher/misspelt',
    'alerts/routing.ts',
    "matchers: { severity: 'info' }",
    "matchers: { severity: 'inof' }",
    'const info = route(',
  ],
  [
    'route/repeat-interval',
    'alerts/routing.ts',
    "repeatInterval: '50s'",
    "repeatInterval: '1m'",
    'route({\n    matchers: { alertname',
  ],
  [
    'inhibit/never',
    'alerts/inhibition.ts',
    'equal: node,\n  }),\n  inhibit({',
    "equal: [...node, 'severity'],\n  }),\n  inhibit({",
    "inhibit({\n    name: 'worse-of-the-same-host'",
  ],
  [
    'interval/never',
    'alerts/time-intervals.ts',
    "{ months: ['12'], daysOfMonth: ['25'], location }",
    "{ months: ['13'], daysOfMonth: ['25'], location }",
    "timeInterval('holidays'",
  ],
  [
    'alert/unrouted',
    'alerts/application.ts',
    instanceDown,
    instanceDown.replace("'critical'", "'page' as never"),
    "platformAlert('InstanceDown'",
  ],
];

describe('a fault in our own definitions', () => {
  it.each(faults.map((fault) => [fault[0], fault[1], fault] as const))(
    '%s in %s',
    async (code, file, [, , from, to, at = to]) => {
      const root = temporaryProject({});
      for (const part of ['alerts', 'dashboards', 'platform', 'obsctl.config.ts', 'tsconfig.json', 'package.json']) {
        cpSync(join(repository, part), join(root, part), { recursive: true });
      }
      const source = readFileSync(join(root, file), 'utf8');
      expect(source).toContain(from);
      const changed = source.replace(from, () => to);
      const needsImport = to.includes('promql`');
      writeFileSync(join(root, file), needsImport ? `import { promql } from 'obsctl';\n${changed}` : changed);
      // that something is used nowhere only all environments can tell
      const which = code.startsWith('exception/') ? [] : ['--env', 'prod'];
      const { stdout } = await obsctl(root, ['validate', ...which, '--format', 'json']);
      const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; file: string; line: number }[] };
      const found = diagnostics.filter((one) => one.code === code);
      const text = readFileSync(join(root, file), 'utf8');
      const line = text.slice(0, text.indexOf(at)).split('\n').length;
      expect(found.map((one) => `${one.file}:${one.line}`)).toContain(`${file}:${line}`);
    },
  );
});
