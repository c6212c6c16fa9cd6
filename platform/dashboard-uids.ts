/** The uids of the dashboards: links, alerts and permissions hang on them, so they never change. */
export const uids = {
  systemOverview: 'sp-system-overview',
  application: 'sp-application',
  business: 'sp-business',
  alertsHealth: 'sp-alerts-health',
  performance: 'sp-performance',
} as const;
