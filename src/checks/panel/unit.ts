import { isObject, type Json } from '../../json.js';
import type { PanelCheck } from '../check.js';
import { type Measure, measureOf, measureOfSeries } from '../model/measure.js';
import { treeOf } from '../model/query.js';

/** The units of Grafana that show a measure as it is; the first is the one to take. */
const right: Readonly<Record<Measure, readonly string[]>> = {
  seconds: ['s', 'dtdurations', 'dthms', 'dtdhms', 'clocks'],
  bytes: ['bytes', 'decbytes'],
  'bytes/s': ['Bps', 'binBps'],
  ratio: ['percentunit'],
  percent: ['percent'],
};

/** Units that surely mean one of these dimensions, but in another scale. */
const scaled =
  'ns µs ms m h d dtdurationms clockms timeticks bits decbits kbytes deckbytes mbytes decmbytes gbytes decgbytes tbytes dectbytes bps binbps KBs KiBs Kbits MBs MiBs Mbits GBs GiBs Gbits reqps ops rps wps iops cps eps mps pps celsius';

const meaningful = new Set([...Object.values(right).flat(), ...scaled.split(' ')]);

export const panelUnit: PanelCheck = {
  code: 'panel/unit',
  on: 'panel',
  severity: 'warning',
  summary: 'the unit of a panel does not fit what its queries measure',
  why: 'The number is wrong by a factor of thousands, and nobody sees that until it matters.',
  good: [
    'type: stat\nfieldConfig: {defaults: {unit: s}}\ntargets: [{expr: "histogram_quantile(0.9, sum by (le) (rate(x_seconds_bucket[5m])))"}]',
    'type: stat\nfieldConfig: {defaults: {unit: ms}}\ntargets: [{expr: "x_seconds * 1000"}]',
    'type: stat\nfieldConfig: {defaults: {unit: Bps}}\ntargets: [{expr: "sum(rate(x_bytes_total[5m]))"}]',
    'type: stat\nfieldConfig: {defaults: {unit: short}}\ntargets: [{expr: x_seconds}]',
    'type: stat\nfieldConfig: {defaults: {unit: percent}}\ntargets: [{expr: "100 * (a_bytes / b_bytes)"}]',
    'type: stat\nfieldConfig: {defaults: {unit: ms}}\ntargets: [{expr: x_seconds}, {expr: y}]',
  ],
  bad: [
    'type: stat\nfieldConfig: {defaults: {unit: ms}}\ntargets: [{expr: x_seconds}]',
    'type: stat\nfieldConfig: {defaults: {unit: percent}}\ntargets: [{expr: "a_bytes / b_bytes"}]',
    'type: stat\nfieldConfig: {defaults: {unit: percent}}\ntargets: [{expr: "1 - x_percent / 100"}]',
    'type: timeseries\nfieldConfig: {defaults: {unit: bytes}}\ntargets: [{expr: "rate(x_bytes_total[5m])"}]',
    'type: stat\nfieldConfig: {defaults: {unit: percentunit}}\ntargets: [{expr: "100 * (a_bytes / b_bytes)"}]',
    'type: stat\nfieldConfig: {defaults: {unit: ms}}\ntargets: [{expr: "sum(rate(x_seconds_sum[5m])) / sum(rate(x_seconds_count[5m]))"}]',
  ],
  run: ({ type, body, targets, path }, all) => {
    const { defaults, overrides } = isObject(body.fieldConfig) ? body.fieldConfig : ({} as Json);
    const unit = isObject(defaults) ? defaults.unit : undefined;
    const changed = Array.isArray(body.transformations) && body.transformations.length > 0;
    if (typeof unit !== 'string' || !meaningful.has(unit) || type === 'table' || changed) return [];
    if (JSON.stringify(overrides ?? '').includes('"unit"')) return [];
    const series = measureOfSeries(all);
    const shown = targets.filter(({ body: { hide } }) => hide !== true);
    const measures = shown.map(({ query }) => {
      const expr = treeOf(query);
      return expr && measureOf(expr, series);
    });
    const [measure] = measures;
    if (measure === undefined || measures.some((one) => one !== measure) || right[measure].includes(unit)) return [];
    const message = `the queries measure ${inWords[measure]}, and the unit is ${unit}`;
    const help = `set the unit ${right[measure][0]}`;
    return [{ message, help, path: [...path, 'fieldConfig', 'defaults', 'unit'] }];
  },
};

const inWords: Readonly<Record<Measure, string>> = {
  seconds: 'seconds',
  bytes: 'bytes',
  'bytes/s': 'bytes per second',
  ratio: 'a ratio from 0 to 1',
  percent: 'percent',
};
