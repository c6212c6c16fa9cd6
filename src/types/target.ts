/** Servers and folders, and what is to change there. Types only. */
import type { Diagnostic, Origin, Ref, Resource } from '../types.js';
import type { Found, Marked } from './deploy.js';

/** A resource that should run. */
export interface Wanted extends Resource {
  /** The body as `Target.normalize` gives it. */
  readonly normalized: unknown;
  /** The checksum of that. */
  readonly sum: string;
}

/** A resource as it runs. */
export interface Live extends Ref, Marked {
  /** Where it lies or what its address is, for people. */
  readonly path: string;
  /**
   * In the form that `Target.normalize` gives a wanted one, secrets masked. May be absent where `applied` proves that
   * it is what is wanted: then nobody had to read it.
   */
  readonly body?: unknown;
  /** What to write to get exactly this state back, where that is not `body`. Never holds a secret. */
  readonly restore?: unknown;
  /** The server's word for this state: a write names it and is refused where it has moved since. */
  readonly version: string;
}

/** What a target answers: what is wanted and runs, and whatever else there carries our mark. */
export interface Reading {
  readonly live: readonly Live[];
  /** What our mark says was applied and is there no more, with the checksum of its source. */
  readonly lost?: readonly (Ref & { readonly sum: string })[];
  /** Set where an apply was cut short so that the server does not run what lies there: what the next one has to end. */
  readonly unfinished?: string;
  /** Things to know about the server itself: that it cannot keep marks, that its version is another. */
  readonly diagnostics?: readonly Diagnostic[];
}

/**
 * drifted: only what runs has moved since the last apply; conflict: the source has, too, or nobody can tell.
 * Both need a decision. kept: it was decided that theirs stays, and nothing has moved since. adopt: it runs without
 * our mark.
 */
export type Operation = 'create' | 'update' | 'delete' | 'adopt' | 'drifted' | 'conflict' | 'kept' | 'unchanged';

/** One resource on one target: what is to be done, and from which three states that follows. JSON-safe, no secrets. */
export interface Change extends Ref {
  readonly op: Operation;
  /** The target's name. */
  readonly target: string;
  readonly path: string;
  readonly origin?: Origin;
  /** What runs (theirs). Absent: nothing does. */
  readonly before?: unknown;
  /** What the source says (ours). Absent: it is gone from the source. */
  readonly after?: unknown;
  /** What was applied last, where that is known. */
  readonly base?: unknown;
  /** Of what runs. */
  readonly version?: string;
  /** The checksum of what the source says. */
  readonly sum?: string;
  /** Whose mark it carries, where that is not ours. */
  readonly owner?: string;
  /** What is to change of our mark alone, or was changed of it, in words. */
  readonly mark?: string;
  /** Set where an earlier apply left what runs as somebody had made it. */
  readonly kept?: true;
  /** What to do about drift or a conflict: write ours, or leave theirs and take it as the new base. */
  readonly decision?: 'ours' | 'theirs';
}

/** A change about to be made, with all that making it takes. */
export interface Write {
  readonly op: 'create' | 'update' | 'delete' | 'adopt';
  readonly change: Change;
  /** What to write; absent for a delete. */
  readonly resource?: Wanted;
  /** What runs now; absent for a create. */
  readonly live?: Live;
}

/** What became of a write. `restored`: it was made, and taken back because something failed. */
export interface Outcome extends Ref {
  readonly target: string;
  readonly op: Write['op'];
  readonly status: 'done' | 'failed' | 'restored' | 'not tried';
  /** The version after it. */
  readonly version?: string;
  readonly diagnostic?: Diagnostic;
}

/** Something that was looked at after an apply. */
export interface Proof {
  readonly target: string;
  /** `rules loaded`, `configuration hash` */
  readonly what: string;
  /** Null where it could not be looked at: neither a yes nor a no. */
  readonly ok: boolean | null;
  readonly detail: string;
}

/** What an apply knows beside its writes. */
export interface ApplyRun {
  /** Of the apply, as in `obsctl undo <id>`. */
  readonly id: string;
  /** For the server's own history: who applied which revision. */
  readonly message: string;
  /** Aborted when the user interrupts: what has begun is ended in order, nothing new begins. */
  readonly signal: AbortSignal;
  /** To be called after each write, before the next: the journal. */
  readonly done: (outcome: Outcome) => void;
}

/**
 * One server or folder. It reads and writes in batches; whether a batch is one transaction (a folder of files, with one
 * reload) or many requests is its own affair. Anything it cannot reach or that refuses us is a UserError of exit code 3.
 */
export interface Target {
  /** Unique in its environment. */
  readonly name: string;
  /** Targets of a wave are written at the same time; a failure stops the following waves. */
  readonly wave: number;
  /** Which of an environment's resources belong here, in the form in which this system knows them. */
  readonly select: (resources: readonly Resource[]) => readonly Resource[];
  /** The body as the system would give it back. Equality is the canonical form of this. */
  readonly normalize: (resource: Resource) => unknown;
  readonly read: (wanted: readonly Wanted[]) => Promise<Reading>;
  /** Some resources as they are, where they are, whatever their marks: `read` passes over what lost ours. */
  readonly find?: (refs: readonly Ref[]) => Promise<Found>;
  /** In the order given. Does not throw for what a single write brings, but says so in its outcome. */
  readonly apply: (writes: readonly Write[], run: ApplyRun) => Promise<readonly Outcome[]>;
  /** Looks at what runs after `apply`: read back, loaded, healthy. */
  readonly verify: (writes: readonly Write[]) => Promise<readonly Proof[]>;
  /** Puts back what the last `apply` of this object replaced, where that is more exact than writing it anew. */
  readonly restore?: (run: ApplyRun) => Promise<readonly Outcome[]>;
  readonly close?: () => Promise<void>;
}
