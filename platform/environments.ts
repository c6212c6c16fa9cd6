import { bearerToken, secret, state, target } from 'obsctl';
import type { Settings } from './settings.js';

const grafanaToken = bearerToken(secret.env('OBSCTL_GRAFANA_TOKEN'));

/** The folder of a server on another machine, over rsync and ssh. */
const over = (host: string, folder: string) => ({
  folder,
  commands: {
    read: `rsync -a --exclude data ${host}:${folder}/ "$OBSCTL_FOLDER"/`,
    stage: `rsync -a --delete "$OBSCTL_FOLDER"/ ${host}:${folder}/.obsctl/staged/`,
    swap: `ssh ${host} sh ${folder}/.obsctl/staged/swap.sh`,
    restore: `ssh ${host} sh ${folder}/.obsctl/staged/restore.sh`,
  },
});

/** The environments: versions of their servers, and every number that differs between them. */
export const environments: Readonly<Record<'local' | 'staging' | 'prod', Settings>> = {
  local: {
    versions: { grafana: '12.4', prometheus: '2.42', alertmanager: '0.25', blackbox: '0.23', collector: '0.100' },
    targets: [
      target.prometheus({ folder: '/etc/prometheus', url: 'http://localhost:9090' }),
      target.alertmanager({ folder: '/etc/alertmanager', url: 'http://localhost:9093' }),
      target.blackbox({ folder: '/etc/blackbox', url: 'http://localhost:9115' }),
      target.grafana({ url: 'http://localhost:3000', auth: grafanaToken }),
    ],
    state: state.folder('.obsctl/state'),
    thresholds: { cpu: 0.98, memory: 0.95, latencyP99: 0.5, errorRatio: 0.1 },
    connections: { minimum: 0, budget: 1_000 },
    /** Business alerts and SLO paging. */
    paging: 'off',
    evaluationInterval: '15s',
    retentionDays: 2,
    systemSource: 'host-agent',
    urls: {
      grafana: 'http://localhost:3000',
      prometheus: 'http://localhost:9090',
      alertmanager: 'http://localhost:9093',
      jaeger: 'http://localhost:16686',
    },
    datasources: { prometheus: 'prom-local', traces: 'jaeger-local' },
    tracing: { head: 1, tailPercent: 100, endpoint: 'http://localhost:4317' },
    runbookBase: 'https://runbooks.example.com',
    notification: {
      /** The channels that are real here; all others go to the sink. */
      channels: [],
      sink: 'http://localhost:5001/',
      deadman: false,
      slackRoom: undefined,
      emailTo: undefined,
      smtp: undefined,
    },
  },
  staging: {
    versions: { grafana: '12.4', prometheus: '2.53', alertmanager: '0.28', blackbox: '0.26', collector: '0.100' },
    targets: [
      target.prometheus({
        ...over('prometheus.staging.example.com', '/etc/prometheus'),
        url: 'https://prometheus.staging.example.com',
      }),
      target.alertmanager({
        ...over('alertmanager.staging.example.com', '/etc/alertmanager'),
        url: 'https://alertmanager.staging.example.com',
      }),
      target.grafana({ url: 'https://grafana.staging.example.com', auth: grafanaToken }),
    ],
    state: state.git('obsctl-state'),
    thresholds: { cpu: 0.9, memory: 0.85, latencyP99: 0.25, errorRatio: 0.02 },
    connections: { minimum: 10, budget: 20_000 },
    /** Business alerts and SLO paging. */
    paging: 'warning',
    evaluationInterval: '30s',
    retentionDays: 15,
    systemSource: 'host-agent',
    urls: {
      grafana: 'https://grafana.staging.example.com',
      prometheus: 'https://prometheus.staging.example.com',
      alertmanager: 'https://alertmanager.staging.example.com',
      jaeger: 'https://jaeger.staging.example.com',
    },
    datasources: { prometheus: 'prom-staging', traces: 'jaeger-staging' },
    tracing: { head: 1, tailPercent: 50, endpoint: 'https://otel.staging.example.com:4317' },
    runbookBase: 'https://runbooks.example.com',
    notification: {
      channels: ['slack', 'email'],
      sink: 'http://alert-sink:5001/',
      deadman: true,
      /** Here everything goes to one room and one address. */
      slackRoom: '#staging-alerts',
      emailTo: 'staging-alerts@example.com',
      smtp: {
        smarthost: 'smtp.staging.example.com:587',
        from: 'alertmanager@staging.example.com',
        username: 'alertmanager',
      },
    },
  },
  prod: {
    versions: { grafana: '12.4', prometheus: '3.5', alertmanager: '0.33', blackbox: '0.28', collector: '0.100' },
    // one of each first: what it refuses never reaches the others
    targets: [
      ...[1, 2].map((number) =>
        target.prometheus({
          name: `prometheus-${number}`,
          wave: number,
          ...over(`prometheus-${number}.example.com`, '/etc/prometheus'),
          url: `https://prometheus-${number}.example.com`,
        }),
      ),
      ...[1, 2, 3].map((number) =>
        target.alertmanager({
          name: `alertmanager-${number}`,
          wave: number === 1 ? 1 : 2,
          ...over(`alertmanager-${number}.example.com`, '/etc/alertmanager'),
          url: `https://alertmanager-${number}.example.com`,
        }),
      ),
      target.grafana({ url: 'https://grafana.example.com', auth: grafanaToken, wave: 3 }),
    ],
    state: state.git('obsctl-state'),
    thresholds: { cpu: 0.9, memory: 0.85, latencyP99: 0.1, errorRatio: 0.01 },
    connections: { minimum: 1_000, budget: 100_000 },
    /** Business alerts and SLO paging. */
    paging: 'on',
    evaluationInterval: '30s',
    retentionDays: 40,
    systemSource: 'host-agent',
    urls: {
      grafana: 'https://grafana.example.com',
      prometheus: 'https://prometheus.example.com',
      alertmanager: 'https://alertmanager.example.com',
      jaeger: 'https://jaeger.example.com',
    },
    datasources: { prometheus: 'prom-prod', traces: 'jaeger-prod' },
    tracing: { head: 0.2, tailPercent: 10, endpoint: 'https://otel.example.com:4317' },
    runbookBase: 'https://runbooks.example.com',
    notification: {
      channels: ['slack', 'email', 'teams', 'webhook', 'sms', 'pagerduty'],
      sink: undefined,
      deadman: true,
      slackRoom: undefined,
      emailTo: undefined,
      smtp: { smarthost: 'smtp.example.com:587', from: 'alertmanager@example.com', username: 'alertmanager' },
    },
  },
};
