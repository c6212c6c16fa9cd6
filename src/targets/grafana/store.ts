import type { Live, Wanted, Write } from '../../types/target.js';
import type { Answer } from '../client.js';

/** One kind of things in a Grafana: how they are read and written there. */
export interface Store {
  /** The wanted ones that are there, and all others that carry our mark. */
  readonly read: (wanted: readonly Wanted[]) => Promise<readonly Live[]>;
  /** One of them as it is now. */
  readonly readOne: (id: string) => Promise<Live | undefined>;
  /** Creates or replaces it, naming the version it was planned against. One request, never repeated by itself. */
  readonly put: (write: Write, message: string) => Promise<Answer>;
  readonly remove: (live: Live) => Promise<Answer>;
  /** Whether that is what the write wanted, made by it. */
  readonly isDone: (write: Write, now: Live | undefined) => boolean;
}
