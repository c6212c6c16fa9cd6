import { isObject, type Json } from '../../json.js';
import type { Path, Subject } from '../../types.js';
import { objectsOf } from './plain.js';
import { type FoundQuery, foundQuery } from './query.js';

export interface FoundDashboard {
  readonly subject: Subject;
  readonly title: string;
  readonly uid: string | undefined;
  readonly body: Json;
  /** Panels, also those inside collapsed rows; rows themselves are not among them. */
  readonly panels: readonly FoundPanel[];
  readonly variables: readonly FoundVariable[];
  /** Of annotations. */
  readonly queries: readonly FoundQuery[];
}

export interface FoundPanel {
  readonly subject: Subject;
  readonly path: Path;
  readonly title: string;
  readonly type: string;
  /** `panel "P99"`. */
  readonly owner: string;
  readonly body: Json;
  readonly targets: readonly FoundTarget[];
}

export interface FoundTarget {
  readonly path: Path;
  readonly body: Json;
  /** Where it asks a Prometheus. */
  readonly query: FoundQuery | undefined;
}

export interface FoundVariable {
  readonly path: Path;
  readonly name: string;
  readonly type: string;
  readonly body: Json;
  readonly query: FoundQuery | undefined;
}

export function dashboardOf(subject: Subject): FoundDashboard | undefined {
  const { body } = subject;
  if (subject.kind !== 'dashboard' || !isObject(body)) return undefined;
  const templating = isObject(body.templating) ? body.templating : {};
  const list = objectsOf(templating.list);
  const isPrometheus = (datasource: unknown) => asksPrometheus(datasource, list);
  return {
    subject,
    title: String(body.title ?? ''),
    ...{ uid: typeof body.uid === 'string' ? body.uid : undefined },
    body,
    panels: panelsIn(subject, body, [], isPrometheus),
    variables: list.map(([one, index]) => foundVariable(subject, ['templating', 'list', index], one, isPrometheus)),
    queries: annotationQueries(subject, body, isPrometheus),
  };
}

/** Every query of a dashboard that asks a Prometheus. */
export function queriesOf({ panels, variables, queries }: FoundDashboard): readonly FoundQuery[] {
  return [
    ...panels.flatMap(({ targets }) => targets.flatMap(({ query }) => query ?? [])),
    ...variables.flatMap(({ query }) => query ?? []),
    ...queries,
  ];
}

type IsPrometheus = (datasource: unknown) => boolean;

/** Panels, those inside collapsed rows, and those of the rows that very old dashboards have. */
function panelsIn(subject: Subject, holder: Json, at: Path, isPrometheus: IsPrometheus): FoundPanel[] {
  return (['panels', 'rows'] as const).flatMap((key) =>
    objectsOf(holder[key]).flatMap(([body, index]) => {
      const path = [...at, key, index];
      const inner = panelsIn(subject, body, path, isPrometheus);
      return key === 'rows' || body.type === 'row' ? inner : [foundPanel(subject, path, body, isPrometheus), ...inner];
    }),
  );
}

function foundPanel(subject: Subject, path: Path, body: Json, isPrometheus: IsPrometheus): FoundPanel {
  const title = String(body.title ?? '');
  const owner = title === '' ? `panel ${body.id ?? ''}`.trim() : `panel "${title}"`;
  const targets = objectsOf(body.targets).map(([target, index]): FoundTarget => {
    const at = [...path, 'targets', index];
    const { expr } = target;
    const asked = isPrometheus(target.datasource ?? body.datasource) && typeof expr === 'string' && expr.trim() !== '';
    const query = asked
      ? foundQuery({ text: expr as string, context: 'panel', owner, subject, path: [...at, 'expr'] })
      : undefined;
    return { path: at, body: target, query };
  });
  return { subject, path, title, type: String(body.type ?? ''), owner, body, targets };
}

function annotationQueries(subject: Subject, body: Json, isPrometheus: IsPrometheus): FoundQuery[] {
  const annotations = isObject(body.annotations) ? body.annotations : {};
  return objectsOf(annotations.list).flatMap(([annotation, index]) => {
    if (!isPrometheus(annotation.datasource)) return [];
    const at = ['annotations', 'list', index];
    const owner = `annotation "${String(annotation.name ?? '')}"`;
    const target = isObject(annotation.target) ? annotation.target : {};
    return [[annotation.expr, [...at, 'expr']] as const, [target.expr, [...at, 'target', 'expr']] as const].flatMap(
      ([text, path]) =>
        typeof text === 'string' && text.trim() !== ''
          ? [foundQuery({ text, context: 'annotation', owner, subject, path })]
          : [],
    );
  });
}

function foundVariable(subject: Subject, path: Path, body: Json, isPrometheus: IsPrometheus): FoundVariable {
  const name = String(body.name ?? '');
  const type = String(body.type ?? '');
  const found = { path, name, type, body, query: undefined };
  if (type !== 'query' || !isPrometheus(body.datasource)) return found;
  const nested = isObject(body.query) ? body.query : undefined;
  const text = nested ? nested.query : body.query;
  const at = nested ? [...path, 'query', 'query'] : [...path, 'query'];
  const inside = typeof text === 'string' ? queryInside(text) : undefined;
  if (!inside) return found;
  return {
    ...found,
    query: foundQuery({ ...inside, context: 'variable', owner: `variable ${name}`, subject, path: at }),
  };
}

/** `label_values(query, label)` and `query_result(query)` hold a query. */
function queryInside(text: string): { readonly text: string; readonly from: number } | undefined {
  const found =
    /^\s*label_values\(\s*([\s\S]+)\s*,\s*[\w"$ {}[\]:]+\s*\)\s*$/.exec(text) ??
    /^\s*query_result\(([\s\S]+)\)\s*$/.exec(text);
  if (!found) return undefined;
  const [whole, inner = ''] = found;
  return { text: inner.trimEnd(), from: whole.indexOf(inner, whole.indexOf('(')) };
}

/** Names of plug-ins that are no Prometheus; older dashboards name a data source by its title only. */
const others =
  /loki|elastic|influx|graphite|sql|postgres|jaeger|tempo|zipkin|cloudwatch|stackdriver|azure|opensearch|testdata|grafana|dashboard|mixed/i;

/** Where nothing is said, the default data source answers, which mostly is a Prometheus. */
function asksPrometheus(datasource: unknown, variables: readonly (readonly [Json, number])[]): boolean {
  if (datasource === undefined || datasource === null) return true;
  const { type, uid } = (typeof datasource === 'string' ? { uid: datasource } : datasource) as Json;
  if (typeof type === 'string' && !type.startsWith('$')) return type === 'prometheus';
  const named = /^\$\{?(\w+)/.exec(String(uid ?? ''))?.[1];
  const variable = variables.find(([{ name }]) => named !== undefined && name === named)?.[0];
  if (variable?.type === 'datasource') return variable.query === 'prometheus' || typeof variable.query !== 'string';
  return named !== undefined || !others.test(String(uid ?? ''));
}
