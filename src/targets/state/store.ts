import type { Diagnostic } from '../../types.js';

/**
 * Small files that all machines see alike, by paths such as `prod/lock.json`. What is written together appears together
 * or not at all, as far as the medium allows it.
 */
export interface Store {
  /** For messages: `branch obsctl-state of origin`. */
  readonly where: string;
  /** What is to be known of it before it is relied on. */
  readonly notes?: () => Promise<readonly Diagnostic[]>;
  readonly read: (path: string) => Promise<string | undefined>;
  /** The names of the folders right below a path, in order. */
  readonly list: (path: string) => Promise<readonly string[]>;
  /** Undefined removes. */
  readonly write: (files: Files, message: string) => Promise<void>;
  /** Writes, unless the file is there: then answers its text and writes nothing. */
  readonly take: (path: string, files: Files, message: string) => Promise<string | undefined>;
}

export type Files = Readonly<Record<string, string | undefined>>;
