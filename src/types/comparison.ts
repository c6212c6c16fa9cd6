/** The nouns of `obsctl diff`. */

/**
 * One thing that is different between two sides. Those of a resource, applied to its left side, lead to its right
 * side. Nothing in it is a secret: where one stood there is `<secret>`.
 */
export interface Difference {
  /** changed: a field of it; moved: its place, or the order of a list. */
  readonly op: 'added' | 'removed' | 'changed' | 'moved';
  readonly kind: string;
  readonly id: string;
  /** Keys, names of things and positions, separated by slashes; `~1` is a slash in one of them. Empty: all of it. */
  readonly path: string;
  /** Absent where there was nothing, or nothing is left. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** Of a thing that was added to a list whose order counts: what it stands behind; null where it is the first. */
  readonly behind?: string | null;
  /** Of what moved to another resource: where it stood. It is there no longer. */
  readonly from?: { readonly id: string; readonly path: string };
  /** Where several environments are compared. */
  readonly environment?: string;
  /** The dashboard, rule group or file that it is in, as people call it. */
  readonly where: string;
  /** What is different, as people call it: `panel "P99 by service"`, `alert HighErrorRate`. */
  readonly what: string;
  /** What of it, in a few words: `threshold 0.5 → 0.7`. */
  readonly words: string;
}

/** What follows from differences, for those who look at dashboards and those who are paged. */
export interface Consequence {
  /** risk: somebody may miss something, or be woken; note: good to know. */
  readonly weight: 'risk' | 'note';
  readonly code: string;
  readonly message: string;
  readonly environment?: string;
}

/** A panel or a row in a picture of a dashboard, in columns and lines of its grid. */
export interface Box {
  readonly title: string;
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  /** The variable for each value of which there is one of it. */
  readonly repeat?: string;
  /** Of a row that is closed: how many panels are in it. They are drawn where something happened to one of them. */
  readonly closed?: number;
  /** In a closed row, which Grafana does not show before it is opened. */
  readonly inside?: true;
  /** What happened to it. */
  readonly mark?: Difference['op'];
}

/** A dashboard that changed, before and after. */
export interface Layout {
  readonly id: string;
  readonly title: string;
  readonly environment?: string;
  /** Absent where there was no such dashboard, or is none left. */
  readonly before?: readonly Box[];
  readonly after?: readonly Box[];
}

/** Two sides and what is different between them. */
export interface Comparison {
  readonly left: string;
  readonly right: string;
  readonly summary: {
    readonly added: number;
    readonly removed: number;
    readonly changed: number;
    readonly moved: number;
  };
  readonly changes: readonly Difference[];
  readonly consequences: readonly Consequence[];
  /** How much of it a person wants to see. */
  readonly shown?: 'summary' | 'full';
  /** For pictures, where somebody wants them. */
  readonly layouts?: readonly Layout[];
  /** Things to know about the comparison itself. */
  readonly notes: readonly string[];
}
