import type { Folder } from '../define/dashboard.js';
import type { Datasource, JaegerDatasource, PrometheusDatasource } from '../define/datasource.js';
import type { Secret } from '../define/secret.js';
import { print } from '../promql/print.js';
import type { Resource } from '../types.js';
import { type Input, ofKind } from './input.js';

/** Data sources and dashboard folders → the files Grafana provisions itself from. */
export function compileProvisioning(input: Input): Resource[] {
  return [...datasourceFiles(input), ...providerFiles(input)];
}

function datasourceFiles(input: Input): Resource[] {
  return ofKind(input, 'datasource').map((datasource) => ({
    kind: 'grafana/datasources',
    id: datasource.name,
    path: `grafana/provisioning/datasources/${datasource.name}.yaml`,
    body: { apiVersion: 1, datasources: [datasourceBody(datasource, input)] },
    origin: input.originOf(datasource),
  }));
}

/** One provider for each folder, exported or named by a dashboard; its dashboards lie in the folder of that uid. */
function providerFiles(input: Input): Resource[] {
  const named = [...ofKind(input, 'folder'), ...ofKind(input, 'dashboard').map((one) => one.folder)];
  const folders = new Set(named.flatMap(withParents));
  return [...folders].map((folder) => ({
    kind: 'grafana/dashboard-provider',
    id: folder.name,
    path: `grafana/provisioning/dashboards/${folder.name}.yaml`,
    body: {
      apiVersion: 1,
      providers: [
        {
          name: folder.name,
          folder: folder.title,
          folderUid: folder.name,
          type: 'file',
          disableDeletion: false,
          allowUiUpdates: false,
          updateIntervalSeconds: 30,
          options: {
            path: `/etc/grafana/dashboards/${folder.name}`,
            // Grafana passes over it; a target that writes through the API does not
            ...(folder.parent ? { parentFolderUid: folder.parent.name } : {}),
          },
        },
      ],
    },
    origin: input.originOf(folder),
  }));
}

function withParents(folder: Folder): readonly Folder[] {
  return folder.parent ? [...withParents(folder.parent), folder] : [folder];
}

function datasourceBody(datasource: Datasource, input: Input): object {
  const { auth } = datasource;
  const headers = headersOf(datasource);
  const secure = {
    ...(auth?.auth === 'basic' ? { basicAuthPassword: reference(auth.password) } : {}),
    ...Object.fromEntries(headers.map(([, value], index) => [`httpHeaderValue${index + 1}`, value])),
    ...Object.fromEntries(Object.entries(datasource.secrets ?? {}).map(([name, one]) => [name, reference(one)])),
  };
  return {
    uid: datasource.name,
    name: datasource.title,
    type: datasource.type,
    access: 'proxy',
    url: datasource.url,
    isDefault: datasource.isDefault ?? false,
    editable: false,
    ...(auth?.auth === 'basic' ? { basicAuth: true, basicAuthUser: auth.username } : {}),
    jsonData: {
      ...(datasource.type === 'prometheus' ? prometheusData(datasource) : jaegerData(datasource, input)),
      ...Object.fromEntries(headers.map(([name], index) => [`httpHeaderName${index + 1}`, name])),
    },
    ...(Object.keys(secure).length > 0 ? { secureJsonData: secure } : {}),
  };
}

function headersOf({ auth, headers = {} }: Datasource): readonly (readonly [name: string, value: string])[] {
  const given = Object.entries(headers).map(
    ([name, value]) => [name, typeof value === 'string' ? escaped(value) : reference(value)] as const,
  );
  return auth?.auth === 'bearer' ? [['Authorization', `Bearer ${reference(auth.token)}`], ...given] : given;
}

/** In the words of Grafana, which fills them in when it reads the file; the target `grafana` does when it sends them. */
function reference(secret: Secret): string {
  return secret.secret === 'file' ? `$__file{${secret.path}}` : `\${${secret.env}}`;
}

/** Grafana expands environment variables in these files: a dollar of ours is written twice. */
function escaped(text: string): string {
  return text.replaceAll('$', '$$$$');
}

function prometheusData({ timeInterval, exemplars }: PrometheusDatasource): object {
  return {
    httpMethod: 'POST',
    timeInterval,
    ...(exemplars
      ? { exemplarTraceIdDestinations: [{ name: exemplars.label, datasourceUid: exemplars.datasource }] }
      : {}),
  };
}

function jaegerData({ traceToMetrics }: JaegerDatasource, input: Input): object {
  if (!traceToMetrics) return {};
  return {
    tracesToMetrics: {
      datasourceUid: traceToMetrics.datasource,
      spanStartTimeShift: `-${traceToMetrics.around}`,
      spanEndTimeShift: traceToMetrics.around,
      tags: traceToMetrics.tags.map(({ span, label }) => ({ key: span, value: label })),
      queries: traceToMetrics.queries.map(({ name, query }) => ({
        name,
        query: escaped(print(query.toExpr(input.histograms))),
      })),
    },
  };
}
