import { counter, gauge } from 'obsctl';
import { target } from '../labels.js';

export const websocketConnectionsActive = gauge('websocket_connections_active', {
  help: 'Open WebSockets.',
  unit: 'connections',
  labels: target,
  owner: 'streaming',
  group: 'application',
  exposedBy: ['stream-server', 'chat-server'],
  series: 1,
  aggregate: 'sum',
  note: 'Without a user label, which the old chat metrics had: unbounded.',
});

export const websocketMessagesSent = counter('websocket_messages_sent_total', {
  help: 'WebSocket messages sent.',
  unit: 'messages',
  labels: target,
  owner: 'streaming',
  group: 'application',
  exposedBy: ['stream-server', 'chat-server'],
  series: 1,
  aggregate: 'sum',
});

export const websocketMessagesReceived = counter('websocket_messages_received_total', {
  help: 'WebSocket messages received.',
  unit: 'messages',
  labels: target,
  owner: 'streaming',
  group: 'application',
  exposedBy: ['stream-server', 'chat-server'],
  series: 1,
  aggregate: 'sum',
});

export const websocketDisconnections = counter('websocket_disconnections_total', {
  help: 'Closed WebSockets.',
  unit: 'connections',
  labels: { ...target, reason: ['client_close', 'server_close', 'timeout', 'error'] },
  owner: 'streaming',
  group: 'application',
  exposedBy: ['stream-server', 'chat-server'],
  series: 4,
  aggregate: 'sum',
});
