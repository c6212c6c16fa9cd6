import { isObject } from '../../json.js';
import type { PanelCheck } from '../check.js';

/** Panels that show no data of their own. */
const plain = ['row', 'text', 'news', 'dashlist', 'alertlist', 'annolist', 'welcome', 'gettingstarted'];

export const panelTitle: PanelCheck = {
  code: 'panel/title',
  on: 'panel',
  severity: 'info',
  summary: 'a panel has no title',
  why: 'Nobody can talk about it, link to it or find it.',
  good: ['type: timeseries\ntitle: Requests', 'type: text', 'type: timeseries\ntitle: Requests\nrepeat: service'],
  bad: ['type: timeseries', 'type: stat\ntitle: " "'],
  run: ({ type, title }) =>
    plain.includes(type) || title.trim() !== '' ? [] : [{ message: 'the panel has no title', help: 'give it one' }],
};

export const panelDescription: PanelCheck = {
  code: 'panel/description',
  on: 'panel',
  severity: 'info',
  summary: 'a panel has no description',
  why: 'Whoever looks at it at night has to read the query to know what is good and what is bad.',
  good: ['type: timeseries\ntitle: Requests\ndescription: Per second.', 'type: text'],
  bad: ['type: timeseries\ntitle: Requests'],
  run: ({ type, body }) =>
    plain.includes(type) || (typeof body.description === 'string' && body.description.trim() !== '')
      ? []
      : [{ message: 'the panel has no description', help: 'say what it shows, and from which value on it is bad' }],
};

export const panelNoQueries: PanelCheck = {
  code: 'panel/no-queries',
  on: 'panel',
  severity: 'error',
  summary: 'a panel asks for nothing',
  why: 'It shows "No data" for ever, and looks as if a server were down.',
  good: ['type: timeseries\ntargets: [{refId: A, expr: up}]', 'type: text', 'type: stat\nlibraryPanel: {uid: x}'],
  bad: [
    'type: timeseries\ntitle: Requests',
    'type: stat\ntargets: []',
    'type: timeseries\ntargets: [{refId: A, expr: ""}]',
  ],
  run: ({ type, body, targets, path }) => {
    if (plain.includes(type) || type === '' || isObject(body.libraryPanel)) return [];
    const empty = targets.find(({ body: { expr } }) => typeof expr === 'string' && expr.trim() === '');
    if (empty) return [{ message: 'a query is empty', help: 'write it, or remove it', path: empty.path }];
    return targets.length > 0
      ? []
      : [{ message: 'the panel has no query', help: 'add one, or remove the panel', path }];
  },
};

export const panelNoUnit: PanelCheck = {
  code: 'panel/no-unit',
  on: 'panel',
  severity: 'info',
  summary: 'a panel shows numbers without a unit',
  why: '0.25 may be a quarter of a second or of all requests.',
  good: [
    'type: stat\nfieldConfig: {defaults: {unit: s}}\ntargets: [{expr: up}]',
    'type: table',
    'type: stat\nfieldConfig: {defaults: {mappings: [{type: value}]}}',
  ],
  bad: ['type: timeseries\ntargets: [{expr: up}]', 'type: gauge\nfieldConfig: {defaults: {unit: ""}}'],
  run: ({ type, body }) => {
    if (!['timeseries', 'stat', 'gauge', 'bargauge', 'barchart', 'graph', 'singlestat'].includes(type)) return [];
    const { defaults = {}, overrides } = isObject(body.fieldConfig) ? body.fieldConfig : {};
    const { unit, mappings } = isObject(defaults) ? defaults : {};
    const older = [body.format, isObject(body.yaxes) ? undefined : JSON.stringify(body.yaxes ?? '')].join();
    if (unit || (Array.isArray(mappings) && mappings.length > 0)) return [];
    if (JSON.stringify(overrides ?? '').includes('"unit"') || /"format":"(?!none|short)|^[a-z]/.test(older)) return [];
    return [
      { message: 'the panel has no unit', help: 'set fieldConfig.defaults.unit; short where it is a plain number' },
    ];
  },
};

export const panelDatasource: PanelCheck = {
  code: 'panel/datasource',
  on: 'panel',
  severity: 'warning',
  summary: 'a panel names its data source instead of asking the variable',
  why: 'The dashboard works in one Grafana only, and in the environment it was made for.',
  good: [
    'type: stat\ndatasource: {type: prometheus, uid: "$datasource"}',
    'type: stat\ndatasource: "${ds}"',
    'type: stat',
    'type: stat\ndatasource: {type: datasource, uid: "-- Mixed --"}',
    'type: stat\ndatasource: {type: datasource, uid: "-- Dashboard --"}',
  ],
  bad: [
    'type: stat\ndatasource: {type: prometheus, uid: P1809F7CD0C75ACF3}',
    'type: stat\ndatasource: Prometheus',
    'type: stat\ntargets: [{expr: up, datasource: {uid: abc, type: prometheus}}]',
  ],
  run: ({ body, targets, path }) =>
    [{ body, path }, ...targets].flatMap(({ body: holder, path: at }) => {
      const { datasource } = holder;
      const uid = isObject(datasource) ? datasource.uid : datasource;
      if (typeof uid !== 'string' || uid === '' || /\$|^-- .* --$|^grafana$/.test(uid)) return [];
      return [
        {
          message: `the data source is always ${uid}`,
          help: 'take a variable of type datasource: ${datasource}',
          path: [...at, 'datasource'],
        },
      ];
    }),
};
