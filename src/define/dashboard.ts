import { UserError } from '../errors.js';
import { mustFit, type OptionsOf } from './options.js';
import { remember } from './origin.js';
import type { Panel } from './panel.js';
import { wanted } from './parts.js';
import type { DatasourceVariable, Variable } from './variable.js';
import { type AnyVector, type Duration, mustBeVector } from './vector.js';

/** A Grafana folder; dashboards name the one they lie in. */
export interface Folder {
  readonly kind: 'folder';
  /** The folder's uid, which is also its name on disk. */
  readonly name: string;
  readonly title: string;
  /** The folder it lies in. Grafana's provisioning files cannot say it: there it stands in the root. */
  readonly parent?: Folder;
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

interface FolderOptions {
  readonly parent?: Folder;
}

const folderOptions: OptionsOf<FolderOptions> = { parent: 'any?' };

/** A folder of Grafana: `folder('shop', 'Shop')`. Dashboards name it, and it is made where they are written. */
export function folder(uid: string, title: string, options: FolderOptions = {}): Folder {
  mustBeUid(uid, 'folder');
  mustFit(`the folder ${uid}`, options, folderOptions);
  return remember({ kind: 'folder', name: uid, title, ...options });
}

/** What Grafana takes as one, and no file system stumbles over. */
function mustBeUid(uid: unknown, what: string): void {
  if (typeof uid === 'string' && /^[\w-]{1,40}$/.test(uid)) return;
  throw new UserError(`the uid of the ${what} is ${JSON.stringify(uid) ?? 'missing'}`, {
    code: 'dashboard/uid',
    help: 'up to 40 letters, digits, dashes and underscores; links and permissions hang on it, so choose one for ever',
  });
}

const dashboardOptions: OptionsOf<DashboardOptions> = {
  uid: 'text',
  title: 'text',
  description: 'text',
  folder: 'any',
  tags: 'list',
  from: 'duration',
  refresh: 'duration',
  variables: 'list',
  annotations: 'list?',
  links: { each: { title: 'text', tag: 'text' }, optional: true },
  rows: 'list',
};

/** A dashboard, read-only in Grafana: what is shown is what the source says. */
export function dashboard(options: DashboardOptions): Dashboard {
  mustBeUid(options?.uid, 'dashboard');
  mustFit(`the dashboard ${options.uid}`, options, dashboardOptions);
  const { uid, rows, ...rest } = options;
  mustBeginWithDatasource(uid, options.variables);
  const kept = wanted(rows, `rows of the dashboard ${uid}`).filter((row) => row.panels.length > 0);
  return remember({ kind: 'dashboard', name: uid, rows: kept, ...rest });
}

/** Every panel asks the first variable; without it a panel asks nobody. */
function mustBeginWithDatasource(uid: string, [first]: readonly unknown[]): void {
  if ((first as Variable | undefined)?.kind === 'datasource-variable') return;
  throw new UserError(`the first of the variables of the dashboard ${uid} is no data source`, {
    code: 'definition/option',
    help: "begin with variable.datasource('datasource', { type: 'prometheus', label: 'Data source' })",
    path: ['variables'],
  });
}

interface RowOptions {
  readonly height?: number;
}

const rowOptions: OptionsOf<RowOptions> = { height: 'number?' };

/** Panels under a heading, from left to right and top to bottom. `false` stands for one that is turned off. */
export function row(title: string, panels: readonly (Panel | false | undefined)[], options: RowOptions = {}): Row {
  mustFit(`the row "${title}"`, options, rowOptions);
  return { title, panels: wanted(panels, `panels of the row "${title}"`), ...options };
}

type AnnotationOptions = Omit<Annotation, 'name' | 'enabled' | 'step'> & {
  readonly enabled?: boolean;
  readonly step?: Duration;
};

const annotationOptions: OptionsOf<AnnotationOptions> = {
  query: 'own',
  title: 'text',
  color: 'text',
  step: 'duration?',
  enabled: 'boolean?',
};

/** Marks on the time axis of all panels, one at each time at which the query returns something. */
export function annotation(name: string, options: AnnotationOptions): Annotation {
  mustFit(`the annotation "${name}"`, options, annotationOptions);
  mustBeVector(`the annotation "${name}"`, options.query);
  return remember({ name, enabled: true, step: '60s', ...options });
}
