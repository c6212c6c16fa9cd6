import { anyValue, counter, gauge } from 'obsctl';
import { target } from '../labels.js';

export const authAttempts = counter('auth_attempts_total', {
  help: 'Login and token attempts.',
  unit: 'operations',
  labels: { ...target, outcome: ['success', 'failure'], reason: anyValue },
  owner: 'security',
  group: 'application',
  exposedBy: ['backend-api'],
  series: 8,
  aggregate: 'sum',
});

export const authSessionsActive = gauge('auth_sessions_active', {
  help: 'Valid sessions, read from the shared store: every replica exposes the same value.',
  unit: 'count',
  labels: target,
  owner: 'security',
  group: 'application',
  exposedBy: ['backend-api'],
  series: 1,
  aggregate: 'max',
});

export const chatMessagesSent = counter('chat_messages_sent_total', {
  help: 'Chat messages.',
  unit: 'messages',
  labels: { ...target, type: ['room', 'direct'] },
  owner: 'backend',
  group: 'application',
  exposedBy: ['chat-server'],
  series: 2,
  aggregate: 'sum',
});

export const chatRoomsActive = gauge('chat_rooms_active', {
  help: 'Rooms with a member online. Without a room label: unbounded.',
  unit: 'count',
  labels: target,
  owner: 'backend',
  group: 'application',
  exposedBy: ['chat-server'],
  series: 1,
  aggregate: 'sum',
});
