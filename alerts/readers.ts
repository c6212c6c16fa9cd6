import type { MessageTest } from 'obsctl';
import { env } from '../platform/env.js';
import * as to from './receivers.js';

/** Between them they have every channel. */
export const everybody = [to.emergency, to.business];

/** These messages, where a channel is a real one: elsewhere there is nothing to read. */
export function read(...messages: readonly MessageTest[]): readonly MessageTest[] {
  return env.notification.channels.length > 0 ? messages : [];
}
