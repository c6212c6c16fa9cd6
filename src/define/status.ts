import { mustFit, type OptionsOf } from './options.js';
import { remember } from './origin.js';
import { wanted } from './parts.js';
import { type AnyVector, mustBeVector } from './vector.js';

/** One number of each row, such as an error ratio. Its unit is that of the query. */
export interface StatusColumn {
  readonly title: string;
  readonly query: AnyVector;
}

/** A table with one row for each value of a label. */
export interface StatusTable {
  readonly title: string;
  /** The label that names the rows. */
  readonly by: string;
  /** 0 healthy, 1 degraded, 2 unhealthy: shown in words, with since when, and when it last was not healthy. */
  readonly health?: AnyVector;
  readonly columns: readonly StatusColumn[];
}

export interface StatusOptions {
  /** 0 healthy, 1 degraded, 2 unhealthy; of several series the worst. */
  readonly health: AnyVector;
  readonly tables: readonly (StatusTable | false | undefined)[];
  /** The alert that always fires, where there is one: its absence means that nothing is watched. */
  readonly watchdog?: string;
}

/** What `obsctl status` asks of an environment. */
export interface Status extends Omit<StatusOptions, 'tables'> {
  readonly kind: 'status';
  readonly name: string;
  readonly tables: readonly StatusTable[];
}

const statusOptions: OptionsOf<StatusOptions> = {
  health: 'any',
  tables: {
    each: { title: 'text', by: 'text', health: 'any?', columns: { each: { title: 'text', query: 'any' } } },
  },
  watchdog: 'text?',
};

/** What `obsctl status` asks the Prometheus of an environment, and what it shows. */
export function status(name: string, options: StatusOptions): Status {
  mustFit(`the status ${name}`, options, statusOptions);
  const tables = wanted(options.tables, `tables of the status ${name}`);
  mustBeVector('the health of a status', options.health);
  for (const { columns } of tables) for (const { title, query } of columns) mustBeVector(`the column ${title}`, query);
  return remember({ kind: 'status', name, ...options, tables });
}
