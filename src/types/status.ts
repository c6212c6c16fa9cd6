/** How an environment does. Types only. */

export type Health = 'healthy' | 'degraded' | 'unhealthy' | 'unknown';

export interface StatusReport {
  readonly environment: string;
  readonly status: Health;
  /** Why it is not better than that, where the platform's own health does not say it. */
  readonly reasons: readonly string[];
  readonly servers: readonly ServerStatus[];
  readonly tables: readonly StatusTableReport[];
  readonly alerts: readonly FiringAlert[];
  readonly pipeline: readonly PipelinePart[];
}

/** A server that a target names. */
export interface ServerStatus {
  /** The target's. */
  readonly name: string;
  readonly system: string;
  readonly url: string;
  readonly ok: boolean;
  readonly detail: string;
}

export interface StatusTableReport {
  readonly title: string;
  readonly by: string;
  readonly columns: readonly { readonly title: string; readonly unit: string }[];
  readonly rows: readonly StatusRow[];
}

export interface StatusRow {
  readonly name: string;
  readonly health?: Health;
  /** Seconds since it has been so, as far as the last hours tell. */
  readonly since?: number;
  /** Seconds since it last was not healthy. */
  readonly lastFailure?: number;
  /** In the order of the columns; null where there is no sample. */
  readonly values: readonly (number | null)[];
}

export interface FiringAlert {
  readonly name: string;
  readonly severity: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Seconds since it began. */
  readonly age: number;
  /** What keeps it from being told: names of inhibiting alerts, silences, times. */
  readonly mutedBy: readonly string[];
}

export interface PipelinePart {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}
