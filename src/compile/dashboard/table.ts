import type { DataTransformerConfig } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Panel } from '../../define/panel.js';
import { refId } from './targets.js';

type TablePanel = Extract<Panel, { type: 'table' }>;

/** The name Grafana gives the values of a query in a table. */
export function valueColumn(panel: TablePanel, index: number): string {
  return panel.queries.length === 1 ? 'Value' : `Value #${refId(index)}`;
}

/** Joins the queries of a table on the labels that make a row, keeps those columns and names them. */
export function tableTransformations(panel: TablePanel): DataTransformerConfig[] {
  const values = panel.queries.map((_, index) => valueColumn(panel, index));
  const columns = [...panel.rows, ...values];
  const titles = panel.queries.flatMap((query, index) =>
    query.column === undefined ? [] : [[valueColumn(panel, index), query.column] as const],
  );
  return [
    ...(panel.queries.length > 1 ? [{ id: 'merge', options: {} }] : []),
    { id: 'filterFieldsByName', options: { include: { names: columns } } },
    {
      id: 'organize',
      options: {
        excludeByName: {},
        indexByName: Object.fromEntries(columns.map((column, index) => [column, index])),
        renameByName: Object.fromEntries(titles),
      },
    },
  ];
}
