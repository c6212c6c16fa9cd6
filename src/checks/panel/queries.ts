import { isObject, type Json } from '../../json.js';
import type { Path } from '../../types.js';
import type { Note, PanelCheck } from '../check.js';
import { objectsOf } from '../model/plain.js';

export const panelRefId: PanelCheck = {
  code: 'panel/ref-id',
  on: 'panel',
  severity: 'error',
  summary: 'two queries of a panel have one refId',
  why: 'Grafana keeps the answers by their refId, so one of the two is never shown.',
  good: [
    'type: stat\ntargets: [{refId: A, expr: a}, {refId: B, expr: b}]',
    'type: stat\ntargets: [{expr: a}, {expr: b}]',
  ],
  bad: ['type: stat\ntargets: [{refId: A, expr: a}, {refId: A, expr: b}]'],
  run: ({ targets }) =>
    targets.flatMap(({ body: { refId }, path }, index) =>
      typeof refId === 'string' && targets.slice(0, index).some((one) => one.body.refId === refId)
        ? [
            {
              message: `another query has the refId ${refId} too`,
              help: 'give it the next letter',
              path: [...path, 'refId'],
            },
          ]
        : [],
    ),
};

export const panelHidden: PanelCheck = {
  code: 'panel/hidden',
  on: 'panel',
  severity: 'warning',
  summary: 'all queries of a panel are hidden',
  why: 'Somebody hid them for a moment and saved; the panel stays empty for everybody.',
  good: ['type: stat\ntargets: [{refId: A, expr: a, hide: true}, {refId: B, expr: b}]'],
  bad: ['type: stat\ntargets: [{refId: A, expr: a, hide: true}]'],
  run: ({ targets, path }) =>
    targets.length > 0 && targets.every(({ body }) => body.hide === true)
      ? [
          {
            message: 'every query is hidden',
            help: 'show one of them, or remove the panel',
            path: [...path, 'targets'],
          },
        ]
      : [],
};

export const panelThresholds: PanelCheck = {
  code: 'panel/thresholds',
  on: 'panel',
  severity: 'warning',
  summary: 'the thresholds of a panel are not in order',
  why: 'Grafana takes the last step before one that is greater, so a value gets the colour of another step.',
  good: [
    'type: stat\nfieldConfig: {defaults: {thresholds: {steps: [{color: green, value: null}, {color: red, value: 80}]}}}\ntargets: [{expr: a}]',
  ],
  bad: [
    'type: stat\nfieldConfig: {defaults: {thresholds: {steps: [{color: green, value: null}, {color: red, value: 80}, {color: orange, value: 60}]}}}\ntargets: [{expr: a}]',
  ],
  run: ({ body, path }) => thresholdsIn(body, path).flatMap(([steps, at]) => outOfOrder(steps, at)),
};

/** Those of the panel, and those of single fields. */
function thresholdsIn(body: Json, path: Path): (readonly [steps: unknown, at: Path])[] {
  const { defaults, overrides } = isObject(body.fieldConfig) ? body.fieldConfig : ({} as Json);
  const at = [...path, 'fieldConfig'];
  const own = isObject(defaults) && isObject(defaults.thresholds) ? defaults.thresholds.steps : undefined;
  return [
    [own, [...at, 'defaults', 'thresholds', 'steps']],
    ...objectsOf(overrides).flatMap(([{ properties }, index]) =>
      objectsOf(properties).flatMap(([{ id, value }, place]) =>
        id === 'thresholds' && isObject(value)
          ? [[value.steps, [...at, 'overrides', index, 'properties', place, 'value', 'steps']] as const]
          : [],
      ),
    ),
  ];
}

function outOfOrder(list: unknown, at: Path): Note[] {
  const steps = objectsOf(list);
  return steps.flatMap(([{ value }, index]) => {
    const before = steps[index - 1]?.[0].value;
    if (typeof value !== 'number' || typeof before !== 'number' || value > before) return [];
    return [{ message: `the threshold ${value} comes after ${before}`, help: 'sort the steps', path: [...at, index] }];
  });
}

export const panelLokiRange: PanelCheck = {
  code: 'panel/loki-range',
  on: 'panel',
  severity: 'info',
  summary: 'the range of a Loki query is fixed',
  why: 'Zoomed out, the panel shows a small piece of each step and misses the lines between.',
  good: [
    'type: stat\ntargets: [{datasource: {type: loki, uid: "$ds"}, expr: "sum(rate({app=\\"a\\"}[$__auto]))"}]',
    'type: logs\ntargets: [{datasource: {type: loki, uid: "$ds"}, expr: "{app=\\"a\\"} |= \\"[5m]\\""}]',
  ],
  bad: ['type: stat\ntargets: [{datasource: {type: loki, uid: "$ds"}, expr: "sum(rate({app=\\"a\\"}[5m]))"}]'],
  run: ({ body, targets }) =>
    targets.flatMap(({ body: target, path }) => {
      const datasource = target.datasource ?? body.datasource;
      const { expr } = target;
      if (!isObject(datasource) || datasource.type !== 'loki' || typeof expr !== 'string') return [];
      const withoutTexts = expr.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, (text) => ' '.repeat(text.length));
      const found = /\[\d+(ms|[smhdw])\]/.exec(withoutTexts);
      if (!found) return [];
      const span = { start: found.index, end: found.index + found[0].length };
      return [
        {
          message: `${found[0]}, however much time the panel shows`,
          help: 'write [$__auto]',
          path: [...path, 'expr'],
          span,
        },
      ];
    }),
};
