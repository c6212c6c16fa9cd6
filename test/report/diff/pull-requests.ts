/** What a pull request does to the files of test/fixtures/shop. */
export interface PullRequest {
  readonly name: string;
  readonly edit: (files: { dashboard: Dashboard; rules: string; alertmanager: string }) => void;
}

interface Dashboard {
  title: string;
  tags: string[];
  // biome-ignore lint/suspicious/noExplicitAny: a test reaches into it as an editor would
  panels: any[];
  // biome-ignore lint/suspicious/noExplicitAny: as above
  templating: { list: any[] };
}

const panel = (dashboard: Dashboard, title: string) => dashboard.panels.find((one) => one.title === title);

export const pullRequests: readonly PullRequest[] = [
  {
    name: 'a threshold is raised, in the alert and in the panel',
    edit: (files) => {
      files.rules = files.rules.replace('ratio_rate5m > 0.05', 'ratio_rate5m > 0.08');
      panel(files.dashboard, 'Errors').fieldConfig.defaults.thresholds.steps[2].value = 0.08;
    },
  },
  {
    name: 'one tag, saved by Grafana',
    edit: ({ dashboard }) => {
      dashboard.tags.push('checkout');
      Object.assign(dashboard, { id: 41, version: 7, weekStart: '', fiscalYearStartMonth: 0, timepicker: {} });
      for (const one of dashboard.panels) Object.assign(one, { pluginVersion: '12.4.0', transparent: false });
    },
  },
  {
    name: 'a panel is added at the top, and all others make room',
    edit: ({ dashboard }) => {
      const { panels } = dashboard;
      for (const one of panels.slice(1)) one.gridPos.y += 6;
      const added = structuredClone(panel(dashboard, 'Requests by service'));
      Object.assign(added, { id: 99, title: 'Revenue per minute', gridPos: { x: 0, y: 1, w: 24, h: 6 } });
      added.targets[0].expr = 'sum(rate(revenue_euros_total[5m])) * 60';
      added.fieldConfig.defaults.unit = 'currencyEUR';
      panels.splice(1, 0, added);
    },
  },
  {
    name: 'a recording rule counts otherwise',
    edit: (files) => {
      files.rules = files.rules.replace('{job="shop",code=~"5.."}[5m]', '{job="shop",code=~"5..|429"}[10m]');
    },
  },
  {
    name: 'a recording rule is renamed, and not everybody follows',
    edit: (files) => {
      files.rules = files.rules
        .replace('record: service:http_latency:p99_rate5m', 'record: service:http_request_duration:p99_rate5m')
        .replace('expr: service:http_latency:p99_rate5m', 'expr: service:http_request_duration:p99_rate5m');
    },
  },
  {
    name: 'an alert is deleted',
    edit: (files) => {
      files.rules = files.rules.replace(/ {6}- alert: QueueGrowing[\s\S]*?(?= {6}- alert: ShopDown)/, '');
    },
  },
  {
    name: 'an alert pages no longer',
    edit: (files) => {
      files.rules = files.rules.replace(
        'severity: critical\n          team: checkout',
        'severity: warning\n          team: checkout',
      );
    },
  },
  {
    name: 'a new alert pages',
    edit: (files) => {
      files.rules += `      - alert: PaymentsFail
        expr: sum(rate(payments_failed_total[5m])) > 2
        for: 2m
        labels:
          severity: critical
          team: checkout
        annotations:
          summary: Payments fail
`;
    },
  },
  {
    name: 'mail to a team becomes chat, at all hours',
    edit: (files) => {
      files.alertmanager = files.alertmanager
        .replace('receiver: fulfilment-mail\n      active_time_intervals: [office-hours]', 'receiver: fulfilment-chat')
        .replace(
          '  - name: fulfilment-mail\n    email_configs:\n      - to: fulfilment@example.com',
          '  - name: fulfilment-chat\n    slack_configs:\n      - channel: "#fulfilment"\n        api_url_file: /etc/alertmanager/slack',
        );
    },
  },
  {
    name: 'an inhibition is too wide',
    edit: (files) => {
      files.alertmanager = files.alertmanager.replace(
        'target_matchers: [severity="warning"]',
        'target_matchers: [severity=~"warning|critical"]',
      );
    },
  },
  {
    name: 'a query loses its filter, another one its grouping',
    edit: ({ dashboard }) => {
      panel(dashboard, 'Requests').targets[0].expr = 'sum(service:http_requests:rate5m)';
      panel(dashboard, 'P99').targets[0].expr =
        'max by (service) (service:http_latency:p99_rate5m{service=~"$service"})';
    },
  },
  {
    name: 'a dashboard is tidied up: renamed, moved, resized, reformatted',
    edit: (files) => {
      const { dashboard } = files;
      panel(dashboard, 'Order queue').title = 'Orders waiting, and in an hour';
      const [a, b] = [panel(dashboard, 'Requests by service'), panel(dashboard, 'Latency by service')];
      [a.gridPos, b.gridPos] = [b.gridPos, a.gridPos];
      panel(dashboard, 'Queue').gridPos.h = 5;
      panel(dashboard, 'Errors').targets[0].expr = 'max ( service:http_errors:ratio_rate5m { service =~ "$service" } )';
      dashboard.templating.list[1].label = 'Service or job';
      files.rules = files.rules.replaceAll('for: 10m', 'for: 600s');
    },
  },
];
