import type { DashboardCheck } from '../check.js';
import { queriesOf } from '../model/dashboard.js';

/** `$x`, `${x}`, `${x:regex}`, `[[x]]`; not the variables of Grafana itself, which begin with two underscores. */
const mention = /\$\{(\w+)(?:[.:][^}]*)?\}|\$(\w+)|\[\[(\w+)(?::\w+)?\]\]/g;

/** In texts of regular expressions, `$1` is a group. */
const ofGrafana = /^(__.*|\d+|timeFilter|interval|interval_ms)$/;

export const variableUndefined: DashboardCheck = {
  code: 'variable/undefined',
  on: 'dashboard',
  severity: 'error',
  summary: 'a variable is used and not defined',
  why: 'Grafana sends its name to the server as it stands there, and the panel stays empty.',
  good: [
    'title: D\ntemplating: {list: [{name: job, type: query}]}\npanels:\n  - {title: "$job", targets: [{expr: "up{job=\\"$job\\"}"}]}',
    'title: D\npanels:\n  - {title: A, targets: [{expr: "rate(x[$__rate_interval])"}]}',
  ],
  bad: [
    'title: D\npanels:\n  - {title: A, targets: [{expr: "up{job=\\"$job\\"}"}]}',
    'title: D\npanels:\n  - {title: A, repeat: service}',
  ],
  run: (dashboard) => {
    const known = new Set(dashboard.variables.map(({ name }) => name));
    const unknown = (name: string) => !known.has(name) && !ofGrafana.test(name);
    const inQueries = queriesOf(dashboard).flatMap(({ text, path, from, owner }) =>
      mentions(text)
        .filter(({ name }) => unknown(name))
        .map(({ name, start, end }) => ({
          message: `${owner} uses $${name}, which is not defined`,
          help: 'define the variable, or write the value',
          path,
          span: { start: start + from, end: end + from },
        })),
    );
    const repeats = dashboard.panels.flatMap(({ body, path, owner }) =>
      typeof body.repeat === 'string' && body.repeat !== '' && unknown(body.repeat)
        ? [
            {
              message: `${owner} is repeated by ${body.repeat}, which is not defined`,
              help: 'define the variable',
              path: [...path, 'repeat'],
            },
          ]
        : [],
    );
    return [...inQueries, ...repeats];
  },
};

export const variableUnused: DashboardCheck = {
  code: 'variable/unused',
  on: 'dashboard',
  severity: 'warning',
  summary: 'a variable is used by nothing',
  why: 'People choose a value and believe that the panels follow it.',
  good: [
    'title: D\ntemplating: {list: [{name: job, type: query}]}\npanels:\n  - {title: A, targets: [{expr: "up{job=\\"$job\\"}"}]}',
    'title: D\ntemplating: {list: [{name: filters, type: adhoc}]}\npanels: []',
    'title: D\ntemplating: {list: [{name: ds, type: datasource}]}\npanels:\n  - {title: A, datasource: {uid: "${ds}"}}',
  ],
  bad: ['title: D\ntemplating: {list: [{name: job, type: query}]}\npanels: [{title: A, targets: [{expr: up}]}]'],
  run: ({ variables, body }) => {
    const { templating: _, ...rest } = body;
    const everywhere = JSON.stringify(rest);
    const usedBy = (text: string) => new Set(mentions(text).map(({ name }) => name));
    const used = usedBy(everywhere);
    const others = variables.map((one) => ({ of: one.name, used: usedBy(JSON.stringify(one.body)) }));
    return variables.flatMap(({ name, type, path }) => {
      if (type === 'adhoc' || name === '' || used.has(name)) return [];
      const inAnother = others.some((one) => one.of !== name && one.used.has(name));
      return inAnother || everywhere.includes(`"repeat":"${name}"`)
        ? []
        : [
            {
              message: `nothing uses the variable ${name}`,
              help: 'use it in a query, or remove it',
              path: [...path, 'name'],
            },
          ];
    });
  },
};

export const variableRefresh: DashboardCheck = {
  code: 'variable/refresh',
  on: 'dashboard',
  severity: 'info',
  summary: 'the values of a variable are not read again when the time range changes',
  why: 'Over another range there are other instances: those that are gone stay on offer, new ones are missing.',
  good: [
    'title: D\ntemplating: {list: [{name: job, type: query, query: "label_values(up, job)", refresh: 2}]}\npanels: []',
  ],
  bad: [
    'title: D\ntemplating: {list: [{name: job, type: query, query: "label_values(up, job)", refresh: 1}]}\npanels: []',
  ],
  run: ({ variables }) =>
    variables.flatMap(({ type, body, name, path, query }) =>
      type !== 'query' || !query || body.refresh === 2
        ? []
        : [
            {
              message: `the variable ${name} is not read again`,
              help: 'set refresh: 2',
              path: [...path, 'refresh'],
              fix: { path: [...path, 'refresh'], value: 2 },
            },
          ],
    ),
};

export const dashboardDatasourceVariable: DashboardCheck = {
  code: 'dashboard/datasource-variable',
  on: 'dashboard',
  severity: 'info',
  summary: 'a dashboard has no variable for its data source',
  why: 'It can be shown with one Prometheus only, in one Grafana.',
  good: [
    'title: D\ntemplating: {list: [{name: datasource, type: datasource, query: prometheus}]}\npanels: [{title: A, targets: [{expr: up}]}]',
    'title: D\npanels: [{type: text}]',
  ],
  bad: ['title: D\npanels: [{title: A, targets: [{expr: up}]}]'],
  run: ({ variables, panels }) =>
    variables.some(({ type }) => type === 'datasource') ||
    panels.every(({ targets }) => targets.every(({ query }) => !query))
      ? []
      : [{ message: 'there is no variable of type datasource', help: 'add one, and use it in every panel' }],
};

export const dashboardEditable: DashboardCheck = {
  code: 'dashboard/editable',
  on: 'dashboard',
  severity: 'info',
  summary: 'a dashboard that is kept in files can be edited in Grafana',
  why: 'What somebody changes there is lost with the next deployment, without a word.',
  good: ['title: D\neditable: false\npanels: []'],
  bad: ['title: D\neditable: true\npanels: []', 'title: D\npanels: []'],
  run: ({ body }) =>
    body.editable === false
      ? []
      : [
          {
            message: 'it can be edited',
            help: 'set editable: false',
            path: ['editable'],
            fix: { path: ['editable'], value: false },
          },
        ],
};

/** The variables that a text uses, and where. */
export function mentions(text: string): { readonly name: string; readonly start: number; readonly end: number }[] {
  if (!text.includes('$') && !text.includes('[[')) return [];
  return Array.from(text.matchAll(mention), (found) => ({
    name: found[1] ?? found[2] ?? found[3] ?? '',
    start: found.index,
    end: found.index + found[0].length,
  }));
}
