import { app, cases, cluster, series } from '../rule-case.js';

const groups = ['meta'];
const meta = { category: 'meta', team: 'platform', service: 'monitoring' };
const prometheus = { job: 'prometheus', instance: 'p:9090', tier: 'monitoring', node: 'n1', service: 'monitoring' };

const notifications = (integration: string, failed: number) => ({
  [series('alertmanager_notifications_total', { integration })]: '0+10x30',
  [series('alertmanager_notifications_failed_total', { integration, reason: 'other' })]: `0+${failed}x30`,
});
const failing = (integration: string) => ({ ...cluster, ...meta, integration });

const exporter = { job: 'redis-exporter', instance: 'r:9121', tier: 'data', node: 'n1', service: 'redis' };
const stream = app('stream-server');

export default [
  ...cases(
    'Watchdog',
    { groups },
    {
      'there is nothing at all': {
        series: {},
        at: '0m',
        fires: [{ ...meta, environment: 'prod', severity: 'info' }],
      },
    },
  ),
  ...cases(
    'NotificationsFailing',
    { groups },
    {
      'one of ten messages to Slack fails': {
        series: notifications('slack', 1),
        at: '7m',
        fires: [{ ...failing('slack'), severity: 'warning' }],
      },
      'one of ten pages fails': {
        series: notifications('pagerduty', 1),
        at: '7m',
        fires: [
          { ...failing('pagerduty'), severity: 'warning' },
          { ...failing('pagerduty'), severity: 'critical' },
        ],
      },
      'none fails': { series: notifications('pagerduty', 0), at: '20m', fires: [] },
    },
  ),
  ...cases(
    'AlertmanagerUnreachable',
    { groups },
    {
      'Prometheus knows none': {
        series: { [series('prometheus_notifications_alertmanagers_discovered', prometheus)]: '0x10' },
        at: '6m',
        fires: [{ ...cluster, ...prometheus, ...meta, severity: 'critical' }],
      },
      'Prometheus knows one that takes nothing': {
        series: {
          [series('prometheus_notifications_alertmanagers_discovered', prometheus)]: '1x20',
          [series('prometheus_notifications_dropped_total', prometheus)]: '0+3x20',
        },
        at: '8m',
        fires: [{ ...cluster, ...prometheus, ...meta, severity: 'critical' }],
      },
      'a restart of Alertmanager lost one alert': {
        series: { [series('prometheus_notifications_dropped_total', prometheus)]: '0 0 1x20' },
        at: '15m',
        fires: [],
      },
      'Prometheus knows one': {
        series: { [series('prometheus_notifications_alertmanagers_discovered', prometheus)]: '1x10' },
        at: '8m',
        fires: [],
      },
    },
  ),
  ...cases(
    'ConfigReloadFailed',
    { groups },
    {
      'Prometheus could not load its file': {
        series: { [series('prometheus_config_last_reload_successful', prometheus)]: '0x20' },
        at: '11m',
        fires: [{ ...cluster, ...prometheus, ...meta, severity: 'critical' }],
      },
      'Alertmanager could not load its file': {
        series: {
          [series('alertmanager_config_last_reload_successful', { ...prometheus, job: 'alertmanager' })]: '0x20',
        },
        at: '11m',
        fires: [{ ...cluster, ...prometheus, ...meta, job: 'alertmanager', severity: 'critical' }],
      },
      'both could': {
        series: { [series('prometheus_config_last_reload_successful', prometheus)]: '1x20' },
        at: '15m',
        fires: [],
      },
    },
  ),
  ...cases(
    'RuleEvaluationFailing',
    { groups },
    {
      'one evaluation a minute fails': {
        series: {
          [series('prometheus_rule_evaluation_failures_total', { ...prometheus, rule_group: 'http' })]: '0+1x30',
        },
        at: '12m',
        fires: [{ ...cluster, ...meta, rule_group: 'http', severity: 'critical' }],
      },
      'none fails': {
        series: {
          [series('prometheus_rule_evaluation_failures_total', { ...prometheus, rule_group: 'http' })]: '5x30',
        },
        at: '20m',
        fires: [],
      },
    },
  ),
  ...cases(
    'TargetDown',
    { groups },
    {
      'the exporter of Redis is down': {
        series: { [series('up', exporter)]: '0x10' },
        at: '6m',
        fires: [{ ...cluster, ...exporter, category: 'meta', team: 'platform', severity: 'warning' }],
      },
      'an instance of a service is down, which InstanceDown says': {
        series: { [series('up', stream)]: '0x10' },
        at: '8m',
        fires: [],
      },
    },
  ),
  ...cases(
    'SpansDropped',
    { groups },
    {
      'the collector drops one span a second': {
        series: { [series('otelcol_exporter_send_failed_spans_total')]: '0+60x30' },
        at: '17m',
        fires: [{ ...cluster, ...meta, severity: 'warning' }],
      },
      'an older collector, which calls the counter otherwise, does': {
        series: { [series('otelcol_exporter_send_failed_spans')]: '0+60x30' },
        at: '17m',
        fires: [{ ...cluster, ...meta, severity: 'warning' }],
      },
      'it drops none': {
        series: { [series('otelcol_exporter_send_failed_spans_total')]: '3x40' },
        at: '30m',
        fires: [],
      },
    },
  ),
  ...cases(
    'SeriesBudgetHigh',
    { groups },
    {
      'a target exposes 9000 series': {
        series: { [series('scrape_samples_post_metric_relabeling', stream)]: '9000x40' },
        at: '31m',
        fires: [{ ...cluster, ...stream, category: 'meta', team: 'streaming', severity: 'info' }],
      },
      'a target exposes 7000 series': {
        series: { [series('scrape_samples_post_metric_relabeling', stream)]: '7000x40' },
        at: '39m',
        fires: [],
      },
    },
  ),
];
