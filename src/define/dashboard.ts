import { remember } from './origin.js';
import type { Panel } from './panel.js';
import type { DatasourceVariable, Variable } from './variable.js';
import type { AnyVector, Duration } from './vector.js';

/** A Grafana folder; dashboards name the one they lie in. */
export interface Folder {
  readonly kind: 'folder';
  /** The folder's uid, which is also its name on disk. */
  readonly name: string;
  readonly title: string;
}

export interface Row {
  readonly title: string;
  /** Of each of its panels that does not say its own, in grid rows. */
  readonly height?: number;
  readonly panels: readonly Panel[];
}

/** Marks on the time axis, one for each time the query returns something. */
export interface Annotation {
  readonly name: string;
  readonly query: AnyVector;
  /** Text of the mark: labels in braces. */
  readonly title: string;
  readonly color: string;
  readonly step: Duration;
  readonly enabled: boolean;
}

export interface DashboardLink {
  readonly title: string;
  /** A drop-down of all dashboards with this tag. */
  readonly tag: string;
}

export interface DashboardOptions {
  /** Stable for ever: links and permissions hang on it. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly folder: Folder;
  readonly tags: readonly string[];
  /** How far back it looks at first. */
  readonly from: Duration;
  readonly refresh: Duration;
  /** The first one must be the Prometheus data source. */
  readonly variables: readonly [DatasourceVariable, ...Variable[]];
  readonly annotations?: readonly Annotation[];
  readonly links?: readonly DashboardLink[];
  readonly rows: readonly (Row | false | undefined)[];
}

export interface Dashboard extends Omit<DashboardOptions, 'uid' | 'rows'> {
  readonly kind: 'dashboard';
  /** The uid. */
  readonly name: string;
  readonly rows: readonly Row[];
}

export function folder(uid: string, title: string): Folder {
  return remember({ kind: 'folder', name: uid, title });
}

/** A dashboard, read-only in Grafana: what is shown is what the source says. */
export function dashboard(options: DashboardOptions): Dashboard {
  const { uid, rows, ...rest } = options;
  const kept = rows.filter((row) => row !== false && row !== undefined && row.panels.length > 0) as Row[];
  return remember({ kind: 'dashboard', name: uid, rows: kept, ...rest });
}

/** Panels under a heading, from left to right and top to bottom. `false` stands for one that is turned off. */
export function row(
  title: string,
  panels: readonly (Panel | false | undefined)[],
  options: { readonly height?: number } = {},
): Row {
  return { title, panels: panels.filter((one) => one !== false && one !== undefined), ...options };
}

export function annotation(
  name: string,
  options: Omit<Annotation, 'name' | 'enabled' | 'step'> & { readonly enabled?: boolean; readonly step?: Duration },
): Annotation {
  return remember({ name, enabled: true, step: '60s', ...options });
}
