import { anyValue, counter, gauge, histogram } from 'obsctl';
import { startupBuckets } from '../buckets.js';
import { target } from '../labels.js';

export const streamConnectionsActive = gauge('stream_connections_active', {
  help: 'Open listener connections. WebSocket ones are also in websocket_connections_active: never add the two.',
  unit: 'connections',
  labels: { ...target, protocol: ['http', 'websocket', 'grpc'] },
  owner: 'streaming',
  group: 'application',
  exposedBy: ['stream-server'],
  series: 3,
  aggregate: 'sum',
});

export const streamConnectionsLimit = gauge('stream_connections_limit', {
  help: 'Connections this instance admits.',
  unit: 'connections',
  labels: target,
  owner: 'streaming',
  group: 'application',
  exposedBy: ['stream-server'],
  series: 1,
  aggregate: 'sum',
});

export const streamConnections = counter('stream_connections_total', {
  help: 'Accepted connections.',
  unit: 'connections',
  labels: { ...target, protocol: ['http', 'websocket', 'grpc'] },
  owner: 'streaming',
  group: 'application',
  exposedBy: ['stream-server'],
  series: 3,
  aggregate: 'sum',
});

export const streamConnectionsRejected = counter('stream_connections_rejected_total', {
  help: 'Refused connections.',
  unit: 'connections',
  labels: { ...target, reason: ['limit', 'auth', 'rate', 'tls'] },
  owner: 'streaming',
  group: 'application',
  exposedBy: ['stream-server'],
  series: 4,
  aggregate: 'sum',
});

export const streamMessagesSent = counter('stream_messages_sent_total', {
  help: 'Messages or chunks sent.',
  unit: 'messages',
  labels: { ...target, protocol: ['http', 'websocket', 'grpc'] },
  owner: 'streaming',
  group: 'application',
  exposedBy: ['stream-server'],
  series: 3,
  aggregate: 'sum',
});

export const streamMessagesReceived = counter('stream_messages_received_total', {
  help: 'Messages received.',
  unit: 'messages',
  labels: { ...target, protocol: ['http', 'websocket', 'grpc'] },
  owner: 'streaming',
  group: 'application',
  exposedBy: ['stream-server'],
  series: 3,
  aggregate: 'sum',
});

export const streamErrors = counter('stream_errors_total', {
  help: 'Stream errors by type (decode, upstream, timeout, io); compared with stream messages, never with HTTP requests.',
  unit: 'errors',
  labels: { ...target, type: anyValue },
  owner: 'streaming',
  group: 'application',
  exposedBy: ['stream-server'],
  series: 5,
  aggregate: 'sum',
});

export const streamBytesSent = counter('stream_bytes_sent_total', {
  help: 'Audio bytes sent.',
  unit: 'bytes',
  labels: { ...target, quality: ['low', 'std', 'high', 'lossless'] },
  owner: 'streaming',
  group: 'application',
  exposedBy: ['stream-server'],
  series: 4,
  aggregate: 'sum',
  note: 'Practice puts the unit last (stream_sent_bytes_total); kept.',
});

export const streamBufferUnderruns = counter('stream_buffer_underruns_total', {
  help: 'Stalls that clients reported.',
  unit: 'events',
  labels: { ...target, quality: ['low', 'std', 'high', 'lossless'] },
  owner: 'streaming',
  group: 'application',
  exposedBy: ['stream-server'],
  series: 4,
  aggregate: 'sum',
});

export const streamStartupDuration = histogram('stream_startup_duration_seconds', {
  help: 'From request to first audio byte.',
  unit: 'seconds',
  labels: { ...target, quality: ['low', 'std', 'high', 'lossless'] },
  owner: 'streaming',
  group: 'application',
  exposedBy: ['stream-server'],
  series: 40,
  aggregate: 'sum',
  buckets: startupBuckets,
});
