import { mustFit, type OptionsOf } from './options.js';
import { remember } from './origin.js';
import type { AnyVector, Duration } from './vector.js';

interface Common {
  /** The uid. */
  readonly name: string;
  readonly title: string;
  readonly url: string;
  readonly isDefault?: boolean;
}

export interface PrometheusDatasource extends Common {
  readonly kind: 'datasource';
  readonly type: 'prometheus';
  /** The scrape interval, the least that `$__rate_interval` is derived from. */
  readonly timeInterval: Duration;
  /** Exemplars: the label that holds the trace id, and the uid of the data source that knows the trace. */
  readonly exemplars?: { readonly label: string; readonly datasource: string };
}

export interface JaegerDatasource extends Common {
  readonly kind: 'datasource';
  readonly type: 'jaeger';
  /** Queries offered at each span; `$__tags` stands for the tags below as label matchers. */
  readonly traceToMetrics?: {
    readonly datasource: string;
    readonly tags: readonly { readonly span: string; readonly label: string }[];
    readonly queries: readonly { readonly name: string; readonly query: AnyVector }[];
    readonly around: Duration;
  };
}

export type Datasource = PrometheusDatasource | JaegerDatasource;

type Options<D extends Datasource> = Omit<D, 'kind' | 'type' | 'name'>;

const prometheusOptions: OptionsOf<Options<PrometheusDatasource>> = {
  title: 'text',
  url: 'text',
  isDefault: 'boolean?',
  timeInterval: 'duration',
  exemplars: { of: { label: 'text', datasource: 'text' }, optional: true },
};

const jaegerOptions: OptionsOf<Options<JaegerDatasource>> = {
  title: 'text',
  url: 'text',
  isDefault: 'boolean?',
  traceToMetrics: {
    of: {
      datasource: 'text',
      tags: { each: { span: 'text', label: 'text' } },
      queries: { each: { name: 'text', query: 'any' } },
      around: 'duration',
    },
    optional: true,
  },
};

/** Data sources of Grafana, provisioned from a file. */
export const datasource = {
  prometheus: (uid: string, options: Options<PrometheusDatasource>): PrometheusDatasource => {
    mustFit(`the data source ${uid}`, options, prometheusOptions);
    return remember({ kind: 'datasource', type: 'prometheus', name: uid, ...options });
  },
  jaeger: (uid: string, options: Options<JaegerDatasource>): JaegerDatasource => {
    mustFit(`the data source ${uid}`, options, jaegerOptions);
    return remember({ kind: 'datasource', type: 'jaeger', name: uid, ...options });
  },
};
