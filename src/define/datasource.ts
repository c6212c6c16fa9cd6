import type { Auth } from './http-client.js';
import { mustFit, type OptionsOf } from './options.js';
import { remember } from './origin.js';
import { mustBeSecret, refuseTokens, type Secret } from './secret.js';
import type { AnyVector, Duration } from './vector.js';

interface Common {
  /** The uid. */
  readonly name: string;
  readonly title: string;
  readonly url: string;
  readonly isDefault?: boolean;
  /** How Grafana shows itself to it. */
  readonly auth?: Auth;
  /** Sent with each request; Grafana keeps all of their values as secrets. */
  readonly headers?: Readonly<Record<string, string | Secret>>;
  /** Further fields of `secureJsonData`, as the plugin calls them: `tlsClientKey`. */
  readonly secrets?: Readonly<Record<string, Secret>>;
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

const access = { auth: 'any?', headers: 'any?', secrets: 'any?' } as const;

const prometheusOptions: OptionsOf<Options<PrometheusDatasource>> = {
  title: 'text',
  url: 'text',
  isDefault: 'boolean?',
  ...access,
  timeInterval: 'duration',
  exemplars: { of: { label: 'text', datasource: 'text' }, optional: true },
};

const jaegerOptions: OptionsOf<Options<JaegerDatasource>> = {
  title: 'text',
  url: 'text',
  isDefault: 'boolean?',
  ...access,
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

/** Data sources of Grafana: a file that provisions them, or sent by the target `grafana`. */
export const datasource = {
  prometheus: (uid: string, options: Options<PrometheusDatasource>): PrometheusDatasource => {
    mustFit(`the data source ${uid}`, options, prometheusOptions);
    mustHideSecrets(uid, options);
    return remember({ kind: 'datasource', type: 'prometheus', name: uid, ...options });
  },
  jaeger: (uid: string, options: Options<JaegerDatasource>): JaegerDatasource => {
    mustFit(`the data source ${uid}`, options, jaegerOptions);
    mustHideSecrets(uid, options);
    return remember({ kind: 'datasource', type: 'jaeger', name: uid, ...options });
  },
};

function mustHideSecrets(uid: string, { url, headers = {}, secrets = {} }: Omit<Common, 'name'>): void {
  refuseTokens(url, `the url of the data source ${uid}`);
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== 'string') mustBeSecret(value, `the header ${name} of the data source ${uid}`);
    else refuseTokens(/^authorization$/i.test(name) ? `Bearer ${value}` : value, `the header ${name} of ${uid}`);
  }
  for (const [name, value] of Object.entries(secrets)) mustBeSecret(value, `${name} of the data source ${uid}`);
}
