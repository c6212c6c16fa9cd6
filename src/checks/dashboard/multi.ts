import type { Json } from '../../json.js';
import { selectorsIn } from '../../promql/walk.js';
import type { DashboardCheck } from '../check.js';
import { queriesOf } from '../model/dashboard.js';
import { objectsOf } from '../model/plain.js';
import { treeOf } from '../model/query.js';

export const variableMulti: DashboardCheck = {
  code: 'variable/multi',
  on: 'dashboard',
  severity: 'warning',
  summary: 'a variable that can have several values is compared with =',
  why: 'With two of them chosen Grafana sends (a|b), no label has that value, and the panel is empty.',
  good: [
    'title: D\ntemplating: {list: [{name: job, type: query, multi: true}]}\npanels:\n  - {title: A, targets: [{expr: "up{job=~\\"$job\\"}"}]}',
    'title: D\ntemplating: {list: [{name: job, type: query}]}\npanels:\n  - {title: A, targets: [{expr: "up{job=\\"$job\\"}"}]}',
    'title: D\ntemplating: {list: [{name: job, type: query, multi: true}]}\npanels:\n  - {title: A, repeat: job, targets: [{expr: "up{job=\\"$job\\"}"}]}',
  ],
  bad: [
    'title: D\ntemplating: {list: [{name: job, type: query, multi: true}]}\npanels:\n  - {title: A, targets: [{expr: "up{job=\\"$job\\"}"}]}',
    'title: D\ntemplating: {list: [{name: job, type: query, includeAll: true}]}\npanels:\n  - {title: A, targets: [{expr: "up{job!=\\"${job}\\"}"}]}',
  ],
  run: (dashboard) => {
    const several = new Set(
      dashboard.variables
        .filter(({ type, body }) => type !== 'datasource' && (body.multi === true || body.includeAll === true))
        .map(({ name }) => name)
        // a repeated panel or row sees one value at a time
        .filter((name) => !repeatsBy(dashboard.body, name)),
    );
    if (several.size === 0) return [];
    return queriesOf(dashboard).flatMap((query) => {
      const { text, path, from, owner } = query;
      const expr = treeOf(query);
      return (expr ? selectorsIn(expr) : []).flatMap(({ matchers }) =>
        matchers.flatMap(({ label, op, value, span }) => {
          if (!/^[$[]/.test(value)) return [];
          const name = /^\$(\w+)$|^\$\{(\w+)\}$|^\[\[(\w+)\]\]$/.exec(value)?.slice(1).find(Boolean);
          if (!span || op.endsWith('~') || name === undefined || !several.has(name)) return [];
          const place = { start: span.start + from, end: span.end + from };
          const pattern = op === '=' ? '=~' : '!~';
          return [
            {
              message: `${owner} compares ${label} ${op} ${value}, and ${name} can have several values`,
              help: `write ${label}${pattern}"${value}"`,
              path,
              span: place,
              fix: { path, span: place, text: text.slice(span.start, span.end).replace(op, pattern) },
            },
          ];
        }),
      );
    });
  },
};

function repeatsBy({ panels, rows }: Json, name: string): boolean {
  return [...objectsOf(panels), ...objectsOf(rows)].some(
    ([one]) => one.repeat === name || repeatsBy({ panels: one.panels }, name),
  );
}
