import { count, status, sum } from 'obsctl';
import { env } from '../platform/env.js';
import { up } from '../platform/metrics/consumed.js';
import { grpcP99 } from './recording/grpc.js';
import { platformHealth, probeSlowest, probeSuccessRatio, serviceHealth } from './recording/health.js';
import { httpErrorRatio, httpP50, httpP95, httpP99, httpRate } from './recording/http.js';
import { budgetRemaining, budgetsAreKept } from './recording/slo.js';
import { connectionBudget, connections, connectionsUsed } from './recording/stream.js';

const apps = up.where({ tier: 'app' });

/** What `obsctl status` shows of an environment. */
export default status('platform', {
  health: platformHealth,
  ...(env.notification.deadman ? { watchdog: 'Watchdog' } : {}),
  tables: [
    {
      title: 'dependencies',
      by: 'service',
      health: serviceHealth,
      columns: [
        { title: 'probe', query: probeSlowest },
        { title: 'answered', query: probeSuccessRatio },
      ],
    },
    {
      title: 'services',
      by: 'service',
      columns: [
        { title: 'up', query: sum(apps).by('service') },
        { title: 'of', query: count(apps).by('service') },
        { title: 'requests', query: httpRate },
        { title: 'errors', query: httpErrorRatio },
        { title: 'P50', query: httpP50 },
        { title: 'P95', query: httpP95 },
        { title: 'P99', query: httpP99 },
        { title: 'gRPC P99', query: grpcP99 },
        ...(budgetsAreKept ? [{ title: 'budget left', query: budgetRemaining }] : []),
      ],
    },
    {
      title: 'connections',
      by: 'cluster',
      columns: [
        { title: 'open', query: connections },
        { title: 'budget', query: connectionBudget },
        { title: 'used', query: connectionsUsed },
      ],
    },
  ],
});
