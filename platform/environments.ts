/** The environments: versions of their servers, and every number that differs between them. */
export const environments = {
  local: {
    versions: { grafana: '12.4', prometheus: '2.42', alertmanager: '0.25', blackbox: '0.23', collector: '0.100' },
    thresholds: { cpu: 0.98 },
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
    thresholds: { cpu: 0.9 },
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
    thresholds: { cpu: 0.9 },
    notification: {
      channels: ['slack', 'email', 'teams', 'webhook', 'sms', 'pagerduty'],
      sink: undefined,
      deadman: true,
      slackRoom: undefined,
      emailTo: undefined,
      smtp: { smarthost: 'smtp.example.com:587', from: 'alertmanager@example.com', username: 'alertmanager' },
    },
  },
} as const;
