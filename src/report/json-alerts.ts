import type { AlertRoute, Correlation } from '../types/alerting.js';
import type { Report } from '../types.js';

/** What `alerts route` and `alerts correlate` say. */
export function alertsBody({ route, correlation }: Report): object {
  return { ...(route ? routeBody(route) : {}), ...(correlation ? correlationBody(correlation) : {}) };
}

function routeBody({ labels, environment, at, receivers, mutedReceivers, steps, inhibitedBy }: AlertRoute): object {
  const placed = steps.map(({ origin, ...step }) => ({ ...step, ...origin }));
  return {
    labels,
    ...(environment ? { environment } : {}),
    at,
    receivers,
    mutedReceivers,
    path: placed.filter(({ matched }) => matched),
    inhibitedBy: inhibitedBy.map(({ origin, ...one }) => ({ ...one, ...origin })),
    considered: placed.filter(({ matched }) => !matched),
  };
}

function correlationBody({ atText: _, notifications, muted, ...rest }: Correlation): object {
  return {
    ...rest,
    notifications: notifications.map(({ origin, ...one }) => ({ ...one, ...origin })),
    muted: muted.map(({ labels, by: { origin, ...by } }) => ({ labels, by: { ...by, ...origin } })),
  };
}
