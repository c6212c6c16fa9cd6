import { inhibit, not, notRe, re } from 'obsctl';

// A label that both sides lack counts as equal; that is why every rule has a `service`.
const service = ['environment', 'cluster', 'service'];
const node = ['environment', 'cluster', 'node'];
const cluster = ['environment', 'cluster'];

export const inhibitions = [
  // Where users are hurt, the early warnings of the same service say nothing new. Security and business
  // have readers of their own, and the watchdog must never stop.
  inhibit({
    name: 'worse-of-the-same-service',
    source: { severity: re('critical|emergency'), service: not('node') },
    target: {
      severity: re('warning|info'),
      service: not('node'),
      category: notRe('security|business'),
      alertname: not('Watchdog'),
    },
    equal: service,
  }),
  // All hosts share the service "node": a full disk of one must not hide the warning of another.
  inhibit({
    name: 'worse-of-the-same-host',
    source: { severity: 'critical', service: 'node' },
    target: { severity: 'warning', service: 'node' },
    equal: node,
  }),
  inhibit({
    name: 'service-down',
    source: { alertname: 'ServiceDown' },
    target: { severity: 'critical', category: not('security') },
    equal: service,
  }),
  // An emergency is never muted: the host may be down because of it.
  inhibit({
    name: 'node-down',
    source: { alertname: 'NodeDown' },
    target: { node: not(''), alertname: not('NodeDown'), severity: not('emergency') },
    equal: node,
  }),
  // A database that does not answer explains slow queries and full pools of everything that uses it.
  inhibit({
    name: 'postgresql-down',
    source: { alertname: 'ProbeFailed', severity: 'critical', service: 'postgresql' },
    target: { category: 'database' },
    equal: cluster,
  }),
  inhibit({
    name: 'redis-down',
    source: { alertname: 'ProbeFailed', severity: 'critical', service: 'redis' },
    target: { category: 'cache' },
    equal: cluster,
  }),
];
