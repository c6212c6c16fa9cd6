import { add, clampMax, mul, not, rate, ratio, record, ruleGroup, share, sum, zeroFilled } from 'obsctl';
import { env } from '../../platform/env.js';
import { EC, ECS } from '../../platform/labels.js';
import {
  streamConnectionsActive,
  streamConnectionsLimit,
  streamErrors as streamErrorCount,
  streamMessagesReceived,
  streamMessagesSent,
} from '../../platform/metrics/stream.js';
import { websocketConnectionsActive, websocketDisconnections } from '../../platform/metrics/websocket.js';

export const connections = record('cluster:stream_connections_active:sum', sum(streamConnectionsActive).by(...EC));

/** What the instances admit, capped at what was tested: declaring more does not make more possible. */
export const connectionBudget = record(
  'cluster:stream_connections_budget:min',
  clampMax(sum(streamConnectionsLimit).by(...EC), env.connections.budget),
);

export const connectionsUsed = record('cluster:stream_connections_used:ratio', share(connections, connectionBudget));

export const messageRate = record(
  'service:stream_messages:rate5m',
  add(sum(rate(streamMessagesSent, '5m')).by(...ECS), sum(rate(streamMessagesReceived, '5m')).by(...ECS)),
);

export const streamErrorRatio = record(
  'service:stream_errors:ratio_rate5m',
  ratio(sum(rate(streamErrorCount, '5m')).by(...ECS), messageRate),
);

const openWebsockets = sum(websocketConnectionsActive).by(...ECS);

/** The share of WebSockets that are lost each minute without the client having closed them. */
export const abnormalDisconnects = record(
  'service:websocket_abnormal_disconnects:ratio_per_minute',
  share(
    mul(
      60,
      zeroFilled(
        sum(rate(websocketDisconnections.where({ reason: not('client_close') }), '5m')).by(...ECS),
        openWebsockets,
      ),
    ),
    openWebsockets,
  ),
  { unit: 'ratio' },
);

export default ruleGroup('stream', { interval: env.evaluationInterval }, [
  connections,
  connectionBudget,
  connectionsUsed,
  messageRate,
  streamErrorRatio,
  abnormalDisconnects,
]);
