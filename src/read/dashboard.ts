import { locate } from './json-path.js';
import { offsetInSource, placeAt, type Source } from './places.js';
import type { FoundQuery, QueryContext } from './query.js';

type Path = readonly (string | number)[];
type Json = Readonly<Record<string, unknown>>;

/** The queries of a classic Grafana dashboard: of panels, annotations and variables. */
export function dashboardQueries(source: Source, content: Json): FoundQuery[] {
  const wrapped = (['dashboard', 'spec'] as const).find((key) => isObject(content[key]) && isDashboard(content[key]));
  const dashboard = wrapped ? (content[wrapped] as Json) : content;
  const at: Path = wrapped ? [wrapped] : [];
  return [
    ...panelQueries(source, dashboard, at),
    ...listOf(dashboard.annotations, 'list').flatMap(([annotation, index]) =>
      annotationQueries(source, annotation, [...at, 'annotations', 'list', index]),
    ),
    ...listOf(dashboard.templating, 'list').flatMap(([variable, index]) =>
      variableQueries(source, variable, [...at, 'templating', 'list', index]),
    ),
  ];
}

export function isDashboard(content: unknown): boolean {
  return (
    isObject(content) && (Array.isArray(content.panels) || Array.isArray(content.rows) || isObject(content.templating))
  );
}

/** Panels, those inside collapsed rows, and those of the rows that very old dashboards have. */
function panelQueries(source: Source, holder: Json, at: Path): FoundQuery[] {
  return (['panels', 'rows'] as const).flatMap((key) =>
    listOf(holder, key).flatMap(([panel, index]) => {
      const path = [...at, key, index];
      const own = listOf(panel, 'targets').flatMap(([target, number]) => {
        const datasource = target.datasource ?? panel.datasource;
        return isPrometheus(datasource)
          ? query(
              source,
              target.expr,
              [...path, 'targets', number, 'expr'],
              'panel',
              `panel "${String(panel.title ?? '')}"`,
            )
          : [];
      });
      return [...own, ...panelQueries(source, panel, path)];
    }),
  );
}

function annotationQueries(source: Source, annotation: Json, path: Path): FoundQuery[] {
  if (!isPrometheus(annotation.datasource)) return [];
  const owner = `annotation "${String(annotation.name ?? '')}"`;
  const target = isObject(annotation.target) ? annotation.target : {};
  return [
    ...query(source, annotation.expr, [...path, 'expr'], 'annotation', owner),
    ...query(source, target.expr, [...path, 'target', 'expr'], 'annotation', owner),
  ];
}

/** `label_values(query, label)` and `query_result(query)` hold a query. */
function variableQueries(source: Source, variable: Json, path: Path): FoundQuery[] {
  if (variable.type !== 'query' || !isPrometheus(variable.datasource)) return [];
  const nested = isObject(variable.query);
  const text = nested ? (variable.query as Json).query : variable.query;
  const where = nested ? [...path, 'query', 'query'] : [...path, 'query'];
  if (typeof text !== 'string') return [];
  const inside =
    /^\s*label_values\(\s*([\s\S]+)\s*,\s*[\w"$ {}[\]:]+\s*\)\s*$/.exec(text) ??
    /^\s*query_result\(([\s\S]+)\)\s*$/.exec(text);
  if (!inside) return [];
  const [whole, inner = ''] = inside;
  const shift = whole.indexOf(inner, whole.indexOf('('));
  const [found] = query(source, text, where, 'variable', `variable ${String(variable.name ?? '')}`);
  if (!found) return [];
  return [{ ...found, text: inner.trimEnd(), place: (start, end) => found.place(start + shift, end + shift) }];
}

function query(source: Source, text: unknown, path: Path, context: QueryContext, owner: string): FoundQuery[] {
  if (typeof text !== 'string' || text.trim() === '') return [];
  let start: number | undefined;
  const offset = (at: number) => {
    start ??= locate(source.text, path) + 1;
    return offsetInSource(source.text, start, text, at, '"');
  };
  const place = (from: number, to: number) => placeAt(source, offset(from), offset(to));
  return [{ text, context, owner, variables: true, place }];
}

/** Where nothing is said, the default data source answers, which mostly is a Prometheus. */
function isPrometheus(datasource: unknown): boolean {
  if (datasource === undefined || datasource === null || typeof datasource === 'string') return true;
  const { type } = datasource as { type?: unknown };
  return type === undefined || type === 'prometheus' || (typeof type === 'string' && type.startsWith('$'));
}

function listOf(holder: unknown, key: string): [Json, number][] {
  const list = isObject(holder) ? holder[key] : undefined;
  return Array.isArray(list)
    ? list.flatMap((item, index): [Json, number][] => (isObject(item) ? [[item, index]] : []))
    : [];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
