import type { MetricCheck } from '../check.js';
import { type FoundMetric, wordsOf } from '../model/catalogue.js';

/** Units, and the base unit of each. */
const others: Readonly<Record<string, string>> = {
  ...{ minutes: 'seconds', hours: 'seconds', days: 'seconds', weeks: 'seconds' },
  ...{ kelvins: 'kelvin', fahrenheit: 'celsius', rankine: 'celsius' },
  ...{ inches: 'meters', yards: 'meters', miles: 'meters' },
  ...{ bits: 'bytes', calories: 'joules', pounds: 'grams', ounces: 'grams' },
};
const base = ['amperes', 'bytes', 'celsius', 'grams', 'joules', 'kelvin', 'meters', 'seconds', 'volts'];
const prefixed =
  /^(?:pico|nano|micro|milli|centi|deci|deca|hecto|kilo|kibi|mega|mebi|giga|gibi|tera|tebi|peta|pebi)(.*)$/;

/** The base unit of a word that is another unit: `seconds` of `milliseconds`. */
function baseOf(word: string): string | undefined {
  if (Object.hasOwn(others, word)) return others[word];
  const rest = prefixed.exec(word)?.[1] ?? '';
  return base.includes(rest) ? rest : Object.hasOwn(others, rest) ? others[rest] : undefined;
}

const abbreviated = new Set(['s', 'ms', 'us', 'ns', 'sec', 'b', 'kb', 'mb', 'gb', 'tb', 'pb', 'm', 'h', 'd']);

export const metricUnit: MetricCheck = {
  code: 'metric/unit',
  on: 'metric',
  severity: 'warning',
  summary: 'the name of a metric says another unit than a base unit, or than its own',
  why: 'Whoever reads two metrics together has to convert one of them, and forgets to; dashboards show a thousandfold.',
  good: [
    'name: request_seconds\ntype: histogram\nhelp: Time of a request.\nunit: seconds',
    'name: sent_bytes_total\ntype: counter\nhelp: What was sent.\nunit: bytes',
  ],
  bad: [
    'name: request_milliseconds\ntype: histogram\nhelp: Time of a request.',
    'name: request_ms\ntype: histogram\nhelp: Time of a request.',
    'name: sent_seconds\ntype: gauge\nhelp: What was sent.\nunit: bytes',
  ],
  run: (metric) => {
    const words = wordsOf(metric);
    const other = words.find((word) => baseOf(word) !== undefined);
    if (other !== undefined) {
      return [{ message: `counts in ${other} and not in ${baseOf(other)}`, help: `expose ${baseOf(other)}` }];
    }
    const short = words.find((word, index) => index > 0 && abbreviated.has(word));
    if (short !== undefined) {
      return [{ message: `shortens its unit to ${short}`, help: 'write it out, and in the base unit: seconds, bytes' }];
    }
    return contradiction(metric, words);
  },
};

/** Units that a definition can have as well as a name. */
const said = ['seconds', 'bytes', 'ratio'];

/** `_seconds` of something that is measured in bytes. */
function contradiction({ unit }: FoundMetric, words: readonly string[]) {
  const last = words.findLast((word) => word !== 'total');
  if (last === undefined || !said.includes(last) || unit === '' || unit === 'unknown' || unit === last) return [];
  return [{ message: `ends in ${last}, and its unit is ${unit}`, help: 'correct the one or the other' }];
}

export const metricUnitMissing: MetricCheck = {
  code: 'metric/unit-missing',
  on: 'metric',
  severity: 'info',
  summary: 'the name of a metric does not say its unit',
  why: 'Of request_duration nobody knows whether it is in seconds or milliseconds; request_duration_seconds says it.',
  good: ['name: request_duration_seconds\ntype: histogram\nhelp: Time of a request.\nunit: seconds'],
  bad: ['name: request_duration\ntype: histogram\nhelp: Time of a request.\nunit: seconds'],
  run: (metric) => {
    const { name, unit } = metric;
    if (!said.includes(unit) || wordsOf(metric).includes(unit)) return [];
    const named = name.endsWith('_total') ? name.replace(/_total$/, `_${unit}_total`) : `${name}_${unit}`;
    return [{ message: `does not say in its name that it is in ${unit}`, help: `name it ${named}` }];
  },
};
