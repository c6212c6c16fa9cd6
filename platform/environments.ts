/** The environments: versions of their servers, and every number that differs between them. */
export const environments = {
  local: {
    versions: { grafana: '12.4', prometheus: '2.42', alertmanager: '0.25', blackbox: '0.23', collector: '0.100' },
    thresholds: { cpu: 0.98 },
  },
  staging: {
    versions: { grafana: '12.4', prometheus: '2.53', alertmanager: '0.28', blackbox: '0.26', collector: '0.100' },
    thresholds: { cpu: 0.9 },
  },
  prod: {
    versions: { grafana: '12.4', prometheus: '3.5', alertmanager: '0.33', blackbox: '0.28', collector: '0.100' },
    thresholds: { cpu: 0.9 },
  },
} as const;
