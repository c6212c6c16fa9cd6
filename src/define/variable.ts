import { UserError } from '../errors.js';
import { nearest } from '../nearest.js';
import type { Series } from './metric.js';
import { mustFit, type OptionsOf } from './options.js';
import { remember } from './origin.js';
import type { Unit } from './units.js';

/** Lets the person who looks choose the data source; the first one is what panels use. */
export interface DatasourceVariable {
  readonly kind: 'datasource-variable';
  readonly name: string;
  readonly label: string;
  readonly type: string;
  /** The uid selected at first. */
  readonly current?: string;
}

/** The values of a label, to choose from. */
export interface LabelVariable {
  readonly kind: 'label-variable';
  readonly name: string;
  readonly label: string;
  readonly series: Series<string, Unit>;
  readonly values: string;
  readonly multi: boolean;
  /** The value selected at first; else all where `multi`, and the first one where not. */
  readonly current?: string;
}

export type Variable = DatasourceVariable | LabelVariable;

interface Labeled<L> {
  readonly labelSet?: (labels: L) => L;
}

interface DatasourceOptions {
  readonly type: string;
  readonly label: string;
  readonly current?: string;
}

interface LabelValuesOptions {
  readonly label: string;
  readonly multi?: boolean;
  readonly current?: string;
}

const datasourceOptions: OptionsOf<DatasourceOptions> = { type: 'text', label: 'text', current: 'text?' };
const labelValuesOptions: OptionsOf<LabelValuesOptions> = { label: 'text', multi: 'boolean?', current: 'text?' };

/** Any plugin has a type of its own, so only what is nearly one of these is surely wrong. */
const commonTypes = ['prometheus', 'jaeger', 'tempo', 'zipkin', 'loki', 'alertmanager'];

function refuseMisspelt(name: string, type: string): void {
  const meant = nearest(type, commonTypes);
  if (meant === undefined || meant === type) return;
  throw new UserError(`type of the variable ${name} is "${type}": did you mean "${meant}"?`, {
    code: 'definition/option',
    help: 'it is the type of the data source, as its plugin is called in Grafana',
    path: ['type'],
  });
}

/** What somebody who looks at a dashboard can choose; in queries it stands as `$name`. */
export const variable = {
  /** A choice among the data sources of a type, such as `prometheus` or `jaeger`. */
  datasource(name: string, options: DatasourceOptions): DatasourceVariable {
    mustFit(`the variable ${name}`, options, datasourceOptions);
    refuseMisspelt(name, options.type);
    return remember({ kind: 'datasource-variable', name, ...options });
  },

  /** A choice among the values that a label of `series` has; several at once, and All, where `multi`. */
  labelValues<L>(
    name: string,
    series: Series<string, Unit> & Labeled<L>,
    values: keyof L & string,
    options: LabelValuesOptions,
  ): LabelVariable {
    mustFit(`the variable ${name}`, options, labelValuesOptions);
    if (!(values in series.labels)) {
      throw new UserError(`${series.name} has no label "${values}"`, {
        code: 'query/unknown-label',
        help: `its labels are ${Object.keys(series.labels).join(', ')}`,
      });
    }
    return remember({ kind: 'label-variable', name, series, values, multi: false, ...options });
  },
};
