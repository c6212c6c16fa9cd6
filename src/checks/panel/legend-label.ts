import { missing } from '../../promql/label-flow.js';
import type { PanelCheck } from '../check.js';
import { treeOf } from '../model/query.js';

export const panelLegendLabel: PanelCheck = {
  code: 'panel/legend-label',
  on: 'panel',
  severity: 'warning',
  summary: 'a legend names a label that the query does not leave',
  why: 'All lines then have the same name, or none.',
  good: [
    'title: A\ntargets: [{expr: "sum by (job) (up)", legendFormat: "{{job}}"}]',
    'title: A\ntargets: [{expr: up, legendFormat: "{{ instance }}"}]',
    'title: A\ntargets: [{expr: "sum by (le) (x_bucket)", legendFormat: "{{le}}"}]',
  ],
  bad: ['title: A\ntargets: [{expr: "sum by (job) (up)", legendFormat: "{{instance}}"}]'],
  run: ({ targets }, all) =>
    targets.flatMap(({ query, body, path }) => {
      const legend = body.legendFormat;
      const expr = typeof legend === 'string' && legend.includes('{{') ? treeOf(query) : undefined;
      if (typeof legend !== 'string' || !expr) return [];
      const flow = all.flow(expr);
      return [...legend.matchAll(/\{\{\s*([A-Za-z_]\w*)\s*\}\}/g)].flatMap((found) => {
        const label = found[1] ?? '';
        if (label === '__name__' || !missing(flow, label)) return [];
        const span = { start: found.index, end: found.index + found[0].length };
        const message = `the legend names ${label}, which the query does not leave`;
        return [{ message, help: `aggregate by (${label}), or leave it out`, path: [...path, 'legendFormat'], span }];
      });
    }),
};
