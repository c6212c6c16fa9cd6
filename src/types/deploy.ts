/** What plan and apply leave behind. Types only. */

import type { Ref } from '../types.js';
import type { Change, Live, Outcome, Proof, Write } from './target.js';

/** Ordered changes of one environment. What a plan file holds. */
export interface Plan {
  readonly schema: 'obsctl/plan-file/v1';
  readonly project: string;
  readonly environment: string;
  readonly decisions: Decisions;
  readonly changes: readonly Change[];
}

/** What the user decided about everything that needs a decision. */
export interface Decisions {
  readonly adopt: boolean;
  readonly disputed?: 'ours' | 'theirs' | undefined;
}

/** What a mark says of an apply. */
export interface Applied {
  readonly sum: string;
  /** Of the source's bytes, where it was kept. */
  readonly bytes?: string;
  readonly touched: boolean;
}

/** Whose something is that runs, as the marks on it say. */
export interface Marked {
  readonly mark: 'ours' | 'unmarked' | 'other';
  /** Who says so, where the mark is another's. */
  readonly owner?: string;
  /** What the mark knows of our last apply: the checksum of its source, and whether somebody has been there since. */
  readonly applied?: Applied;
  /** The marks of others as they stand there, in the form of its target: what adopting it replaces. */
  readonly marks?: unknown;
  /** What our mark says otherwise than the configuration does by now, in words. */
  readonly outdated?: string;
}

/** The marks that something carried before it was adopted; absent where there were none. */
export interface GivenBack {
  readonly marks?: unknown;
}

/** What was asked for by name. What is not there is in neither list. */
export interface Found {
  readonly live: readonly Live[];
  /** What the server does not let us read. */
  readonly refused: readonly Ref[];
}

/** What an environment's state remembers of a resource on a target. */
export interface Base {
  /** The checksum of the source at the last apply. */
  readonly sum: string;
  /** The checksum of what ran after it. Another one where theirs was left as it was: that is not ours to replace. */
  readonly live: string;
  /** What the source said then. */
  readonly body?: unknown;
}

/** How something was before an apply: what `undo` writes again. */
export interface Backup extends Ref {
  readonly target: string;
  readonly path: string;
  readonly op: Write['op'];
  /** Absent where nothing was there. Holds placeholders for secrets. */
  readonly body?: unknown;
  /** Of others, which an adoption replaces. */
  readonly marks?: unknown;
}

/** What an apply set out to do: written before the first write, and gone after the last. */
export interface Journal {
  readonly id: string;
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly writes: readonly (Ref & { readonly target: string; readonly op: Write['op']; readonly sum?: string })[];
}

/** What is kept of an apply. */
export interface Receipt {
  readonly schema: 'obsctl/receipt/v1';
  readonly id: string;
  readonly project: string;
  readonly environment: string;
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly ended: string;
  /** `name@host` */
  readonly by: string;
  /** The git revision of the definitions, where there is one; with `-dirty` where they were changed since. */
  readonly revision?: string;
  /** The apply that this one took back. */
  readonly undoes?: string;
  readonly outcome: 'applied' | 'applied in part' | 'failed' | 'rolled back' | 'interrupted';
  readonly changes: readonly Outcome[];
  readonly proof: readonly Proof[];
}

/** What is to be done, or was done. */
export interface Deployment {
  /** Whether it was done. */
  readonly applied: boolean;
  /** How many resources are or were written. */
  readonly writes: number;
  readonly changes: readonly (Change & {
    readonly environment: string;
    readonly status?: Outcome['status'];
    /** What is different, in the words of `obsctl diff`, and whose change it is. */
    readonly differences: readonly {
      readonly side: 'theirs' | 'ours';
      readonly what: string;
      readonly words: string;
    }[];
  })[];
  readonly proof: readonly (Proof & { readonly environment: string })[];
  /** The applies that were made, for `obsctl undo`. */
  readonly applies: readonly {
    readonly environment: string;
    readonly id: string;
    readonly outcome: Receipt['outcome'];
  }[];
  /** Where the plan was written. */
  readonly out?: string;
}
