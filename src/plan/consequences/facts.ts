import { isObject } from '../../json.js';
import { type Json, objectsOf, plain } from '../canonical/plain.js';
import { canonicalRule } from '../canonical/rules.js';
import type { SideResource } from '../diff/sides.js';

/** An alert or a recording rule, in canonical form. */
export interface Rule {
  readonly name: string;
  readonly group: string;
  readonly alert: boolean;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly rule: Json;
}

/** A query of a dashboard, and who asks it. */
export interface Asked {
  readonly dashboard: string;
  readonly panel: string;
  readonly expr: string;
}

/** What a side says, as far as something can follow from it. */
export interface Facts {
  readonly rules: readonly Rule[];
  readonly queries: readonly Asked[];
  /** The configuration of Alertmanager, where there is one. */
  readonly alertmanager: unknown;
  /** The texts of its template files. */
  readonly templates: readonly string[];
  /** Who links to dashboards, by the uid that the link names. */
  readonly links: ReadonlyMap<string, readonly string[]>;
  /** Series of the catalogue, where there is one. */
  readonly metrics: ReadonlySet<string> | undefined;
}

/** Reads what is needed when it is asked for. */
export function factsOf(resources: readonly SideResource[], metrics?: ReadonlySet<string>): Facts {
  let rules: readonly Rule[] | undefined;
  let queries: readonly Asked[] | undefined;
  let links: ReadonlyMap<string, readonly string[]> | undefined;
  return {
    get rules() {
      rules ??= bodiesOf(resources, 'prometheus/rules').flatMap(rulesOf);
      return rules;
    },
    get queries() {
      queries ??= bodiesOf(resources, 'grafana/dashboard').flatMap(queriesOf);
      return queries;
    },
    get templates() {
      const files = resources.filter(({ kind }) => kind === 'alertmanager/template');
      return files.map((one) => String(one.body()));
    },
    get links() {
      links ??= linksIn(resources, this.rules);
      return links;
    },
    get alertmanager() {
      return bodiesOf(resources, 'alertmanager/config')[0];
    },
    metrics,
  };
}

function bodiesOf(resources: readonly SideResource[], kind: string): Json[] {
  return resources
    .filter((one) => one.kind === kind)
    .map((one) => one.body())
    .filter(isObject);
}

function rulesOf({ groups }: Json): Rule[] {
  return objectsOf(groups).flatMap(({ name, rules }) =>
    objectsOf(rules).map((raw) => {
      const rule = canonicalRule(plain(raw) as Json);
      return {
        name: String(rule.alert ?? rule.record ?? ''),
        group: String(name ?? ''),
        alert: rule.alert !== undefined,
        expr: String(rule.expr ?? ''),
        labels: (isObject(rule.labels) ? rule.labels : {}) as Record<string, string>,
        rule,
      };
    }),
  );
}

function queriesOf(dashboard: Json): Asked[] {
  const title = String(dashboard.title ?? '');
  const inPanels = (panels: unknown): Asked[] =>
    objectsOf(panels).flatMap((panel) => [
      ...objectsOf(panel.targets).flatMap(({ expr }) =>
        typeof expr === 'string' ? [{ dashboard: title, panel: String(panel.title ?? ''), expr }] : [],
      ),
      ...inPanels(panel.panels),
    ]);
  return inPanels(dashboard.panels);
}

function linksIn(resources: readonly SideResource[], rules: readonly Rule[]): Map<string, readonly string[]> {
  const links = new Map<string, string[]>();
  const add = (who: string, text: string) => {
    for (const [, path, uid] of text.matchAll(/\/d(?:-solo)?\/([\w-]+)|"__dashboardUid__":"([^"]+)"/g)) {
      const to = path ?? uid ?? '';
      const known = links.get(to) ?? [];
      if (!known.includes(who)) links.set(to, [...known, who]);
    }
  };
  for (const { alert, name, rule } of rules)
    if (alert) add(`the alert ${name}`, JSON.stringify(rule.annotations ?? {}));
  for (const { kind, id, body } of resources) {
    if (kind === 'grafana/dashboard') {
      const dashboard = body();
      if (isObject(dashboard)) add(`the dashboard "${String(dashboard.title ?? id)}"`, JSON.stringify(dashboard));
    } else if (kind === 'alertmanager/template') add(`the template ${id}`, String(body()));
  }
  return links;
}
