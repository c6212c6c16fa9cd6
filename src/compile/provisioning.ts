import type { Folder } from '../define/dashboard.js';
import type { Datasource, JaegerDatasource, PrometheusDatasource } from '../define/datasource.js';
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
  return {
    uid: datasource.name,
    name: datasource.title,
    type: datasource.type,
    access: 'proxy',
    url: datasource.url,
    isDefault: datasource.isDefault ?? false,
    editable: false,
    jsonData: datasource.type === 'prometheus' ? prometheusData(datasource) : jaegerData(datasource, input),
  };
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
        // Grafana expands environment variables in these files: a dollar of ours is written twice
        query: print(query.toExpr(input.histograms)).replaceAll('$', '$$$$'),
      })),
    },
  };
}
