import { isObject } from '../../json.js';
import { successors } from '../canonical/defaults.js';
import { type Json, objectsOf } from '../canonical/plain.js';
import { currentSchema, oldestComparable, schemaVersion } from '../canonical/schema.js';

/** Whether two dashboards speak languages so different that only a part of them can be compared. */
export function speakDifferently(before: unknown, after: unknown): boolean {
  const [a, b] = [schemaVersion(before), schemaVersion(after)];
  return a !== b && Math.min(a, b) < oldestComparable;
}

/** What dashboards of all schemas express: titles, queries, variables, the time that is looked at. */
export function inAnySchema(dashboard: Json): Json {
  const { title, tags, time, templating, panels, rows } = dashboard;
  const variables = isObject(templating) ? objectsOf(templating.list) : [];
  return {
    schemaVersion: currentSchema,
    ...{ title, tags, time },
    templating: { list: variables.map(({ name, type = 'query', query }) => ({ name, type, query })) },
    panels: [...everyPanel(panels), ...objectsOf(rows).flatMap((row) => everyPanel(row.panels))].map(content),
  };
}

function everyPanel(panels: unknown): Json[] {
  return objectsOf(panels).flatMap((panel) => (panel.type === 'row' ? everyPanel(panel.panels) : [panel]));
}

const successorsOfOld: Readonly<Record<string, string>> = { graphite: 'timeseries', text2: 'text' };

function content({ type, title, targets }: Json): Json {
  const asked = objectsOf(targets).map(({ refId, expr, query, rawSql }, index) => ({
    refId: refId ?? String.fromCharCode(65 + index),
    ...{ expr, query, rawSql },
  }));
  const name = String(type ?? '');
  return {
    ...{ type: successors[name] ?? successorsOfOld[name] ?? type, title },
    // newer schemas write out a query that asks for nothing
    targets: asked.filter(({ expr, query, rawSql }) => expr ?? query ?? rawSql),
  };
}
