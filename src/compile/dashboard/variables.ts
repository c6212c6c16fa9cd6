import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  type VariableModel,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { DatasourceVariable, LabelVariable, Variable } from '../../define/variable.js';
import type { HistogramMode } from '../../define/vector.js';
import { print } from '../../promql/print.js';

export interface DatasourceRef {
  readonly type: string;
  readonly uid: string;
}

/** The data source that a variable stands for. */
export function datasourceRef(variable: DatasourceVariable): DatasourceRef {
  return { type: variable.type, uid: `\${${variable.name}}` };
}

export function variableBuilder(
  variable: Variable,
  datasource: DatasourceRef,
  histograms: HistogramMode,
): { build(): VariableModel } {
  const builder =
    variable.kind === 'datasource-variable'
      ? datasourceVariable(variable)
      : labelVariable(variable, datasource, histograms);
  // the SDK gives every variable the fields that only an interval variable has
  const { auto: _auto, auto_min: _min, auto_count: _count, ...model } = builder.build();
  return { build: () => model };
}

function datasourceVariable({ name, label, type, current }: DatasourceVariable): DatasourceVariableBuilder {
  const builder = new DatasourceVariableBuilder(name).label(label).type(type).multi(false).includeAll(false);
  return current === undefined ? builder : builder.current({ selected: true, text: current, value: current });
}

/** Read again on each change of the time range: a label value that is gone must not stay on offer. */
function labelVariable(
  variable: LabelVariable,
  datasource: DatasourceRef,
  histograms: HistogramMode,
): QueryVariableBuilder {
  const { selector, definition } = variable.series;
  // a classic histogram has no series of its own name
  const suffix = definition?.type === 'histogram' && histograms === 'classic' ? '_count' : '';
  const query = `label_values(${print({ ...selector, name: `${selector.name}${suffix}` })}, ${variable.values})`;
  const builder = new QueryVariableBuilder(variable.name)
    .label(variable.label)
    .datasource(datasource)
    .query({ query, refId: variable.name })
    .definition(query)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(variable.multi)
    .includeAll(variable.multi);
  const { multi, current } = variable;
  if (multi) builder.allValue('.*');
  if (current)
    return builder.current({ selected: true, text: multi ? [current] : current, value: multi ? [current] : current });
  return multi ? builder.current({ selected: true, text: ['All'], value: ['$__all'] }) : builder;
}
