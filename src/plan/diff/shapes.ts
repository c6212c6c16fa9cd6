import { isObject } from '../../json.js';
import { type Json, listOf } from '../canonical/plain.js';
import { likeBut, routeLikeness, ruleLikeness } from './likeness.js';
import type { ListShape, Shape } from './shape.js';

const text = (value: unknown) => (typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value));

function list(noun: ListShape['noun'], name: ListShape['name'], options: Partial<ListShape> = {}): ListShape {
  return { noun, name, ordered: false, item: {}, ...options };
}

const links = list('link', ({ title, url }) => text(title) || text(url) || 'link', {
  ordered: true,
  likeness: likeBut('title'),
});

const overrides = list('override', ({ matcher }) => overrideName(matcher), {
  ordered: true,
  likeness: likeBut('matcher'),
  item: { properties: list('property', ({ id }) => text(id), { ordered: true, likeness: likeBut('id') }) },
});

function overrideName(matcher: unknown): string {
  if (!isObject(matcher)) return 'override';
  return typeof matcher.options === 'string' ? matcher.options : `${text(matcher.id)} ${text(matcher.options)}`.trim();
}

export const panelShape: Shape = {
  targets: list('query', ({ refId }) => text(refId) || 'query', { ordered: true, likeness: likeBut('refId') }),
  links,
  fieldConfig: { defaults: { links }, overrides },
};

export const dashboardShape: Shape = {
  annotations: { list: list('annotation', ({ name }) => text(name), { ordered: true, likeness: likeBut('name') }) },
  links,
  panels: list('panel', ({ title }) => text(title), { item: panelShape }),
  rows: list('row', ({ title }) => text(title), { ordered: true }),
  templating: { list: list('variable', ({ name }) => text(name), { ordered: true, likeness: likeBut('name') }) },
};

export function ruleName({ alert, record, labels }: Json): string {
  if (alert !== undefined) return text(alert);
  const fixed = isObject(labels) && Object.keys(labels).length > 0 ? labelText(labels) : '';
  return `${text(record)}${fixed}`;
}

function labelText(labels: Json): string {
  return `{${Object.entries(labels)
    .map(([name, value]) => `${name}=${text(value)}`)
    .join(',')}}`;
}

const rules = list(({ alert }) => (alert === undefined ? 'recording rule' : 'alert'), ruleName, {
  ordered: true,
  likeness: ruleLikeness,
  labels: ({ labels }) => (isObject(labels) ? labels : {}),
});

const rulesShape: Shape = {
  groups: list('rule group', ({ name }) => text(name), { item: { rules }, likeness: likeBut('name') }),
};

const routes: ListShape = {
  noun: 'route',
  ordered: true,
  name: ({ matchers, receiver }) => listOf(matchers).map(text).join(', ') || `everything to ${text(receiver)}`,
  likeness: routeLikeness,
  item: {},
};
// routes are inside routes
(routes.item as { routes: ListShape }).routes = routes;

const alertmanagerShape: Shape = {
  route: { routes },
  receivers: list('receiver', ({ name }) => text(name), { likeness: likeBut('name') }),
  inhibit_rules: list('inhibition', inhibitionName, { likeness: likeBut('name') }),
  time_intervals: list('time interval', ({ name }) => text(name), { likeness: likeBut('name') }),
};

function inhibitionName({ name, source_matchers, target_matchers }: Json): string {
  if (name !== undefined) return text(name);
  return `${listOf(source_matchers).map(text).join(', ')} over ${listOf(target_matchers).map(text).join(', ')}`;
}

const jobs = list('scrape job', ({ job_name }) => text(job_name), {
  likeness: likeBut('job_name'),
  item: {
    static_configs: list('targets', ({ targets }) => listOf(targets).map(text).join(', '), {
      likeness: targetsLikeness,
    }),
  },
});

/** Other targets of the same labels. */
function targetsLikeness({ labels: a }: Json, { labels: b }: Json): number {
  return isObject(a) && isObject(b) ? likeBut('')(a, b) : 0;
}

const blocks = list('part', ({ name }) => text(name), { ordered: true });

export const shapes: Readonly<Record<string, Shape>> = {
  'alertmanager/config': alertmanagerShape,
  'alertmanager/template': { blocks },
  'grafana/dashboard': dashboardShape,
  'grafana/datasources': {
    datasources: list('data source', ({ uid, name }) => text(uid) || text(name), { likeness: likeBut('uid') }),
  },
  'otel/sdk-env': { lines: list('setting', ({ name }) => text(name)) },
  'prometheus/config': { scrape_configs: jobs },
  'prometheus/flags': { lines: list('flag', ({ name }) => text(name)) },
  'prometheus/rules': rulesShape,
  'prometheus/scrape': { scrape_configs: jobs },
};

/** What things on the way to a change are called: `['panel', 'P99'], ['query', 'A']`, and the field in the last of them. */
export interface Named {
  readonly things: readonly { readonly noun: string; readonly name: string }[];
  readonly field: readonly string[];
}

/**
 * Reads a path by the shape of its kind.
 * @param items the things on the way
 */
export function namesOnTheWay(kind: string, steps: readonly string[], items: readonly unknown[]): Named {
  const things: { noun: string; name: string }[] = [];
  let shape: Shape | ListShape | undefined = shapes[kind];
  let field: string[] = [];
  for (const step of steps) {
    if (shape && isList(shape)) {
      const item = items[things.length];
      const noun = typeof shape.noun === 'function' ? shape.noun(isObject(item) ? item : {}) : shape.noun;
      things.push({ noun, name: step });
      field = [];
      shape = shape.item;
    } else {
      field.push(step);
      shape = (shape as Shape | undefined)?.[step];
    }
  }
  return { things, field };
}

function isList(shape: Shape | ListShape): shape is ListShape {
  return typeof shape.name === 'function';
}
