import { isObject, type Json } from '../../json.js';
import { regexpProblem } from '../matchers.js';
import type { InhibitRule, Path, PlacedMatcher, Route } from '../model.js';
import { type MatcherMode, parseMatchers } from '../parse-matchers.js';
import { isSet, type Report } from './problem.js';
import { checkFields, type Fields, isTrue, seconds } from './values.js';

const fields: Fields = {
  ...{ receiver: 'text', group_by: 'texts', match: 'textMap', match_re: 'textMap', matchers: 'texts' },
  ...{ mute_time_intervals: 'texts', active_time_intervals: 'texts', continue: 'bool', routes: 'any' },
  ...{ group_wait: 'duration', group_interval: 'duration', repeat_interval: 'duration', labels: 'textMap' },
};

type Inherited = Pick<Route, 'receiver' | 'groupBy' | 'groupWait' | 'groupInterval' | 'repeatInterval'>;

const defaults: Inherited = { receiver: '', groupBy: [], groupWait: 30, groupInterval: 300, repeatInterval: 4 * 3600 };

/** The route tree with what each node inherits, and everything that is wrong with it. */
export function readRoute(body: Json, mode: MatcherMode, report: Report): Route {
  const root = readNode(body, ['route'], defaults, mode, report);
  if (!isSet(body.receiver)) report(['route'], 'the root names no receiver', 'add receiver: …');
  for (const field of ['match', 'match_re', 'matchers'] as const) {
    const value = body[field];
    if (isObject(value) ? Object.keys(value).length > 0 : Array.isArray(value) && value.length > 0) {
      report(['route', field], 'the root takes every alert and has no matchers', 'move them to a route below it');
    }
  }
  for (const field of ['mute_time_intervals', 'active_time_intervals'] as const) {
    if (Array.isArray(body[field]) && body[field].length > 0) {
      report(['route', field], 'the root cannot be silent at times', 'move this to a route below it');
    }
  }
  if (isTrue(body.continue)) report(['route', 'continue'], 'nothing comes after the root', 'leave continue out');
  return root;
}

function readNode(body: Json, path: Path, inherited: Inherited, mode: MatcherMode, report: Report): Route {
  checkFields(body, fields, path, report);
  const own: Inherited = {
    receiver: isSet(body.receiver) ? String(body.receiver) : inherited.receiver,
    groupBy: Array.isArray(body.group_by) ? body.group_by.map(String) : inherited.groupBy,
    groupWait: seconds(body.group_wait ?? '') ?? inherited.groupWait,
    groupInterval: seconds(body.group_interval ?? '') ?? inherited.groupInterval,
    repeatInterval: seconds(body.repeat_interval ?? '') ?? inherited.repeatInterval,
  };
  checkGroupBy(body.group_by, path, mode, report);
  for (const field of ['group_interval', 'repeat_interval']) {
    if (isSet(body[field]) && seconds(body[field]) === 0) report([...path, field], `${field} cannot be 0`);
  }
  const children = Array.isArray(body.routes) ? body.routes : [];
  if (body.routes !== undefined && body.routes !== null && !Array.isArray(body.routes))
    report([...path, 'routes'], 'routes has to be a list');
  const texts = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
  return {
    path,
    ...own,
    ownReceiver: isSet(body.receiver),
    matchers: readMatchers(body, '', path, mode, report),
    muteTimes: texts(body.mute_time_intervals),
    activeTimes: texts(body.active_time_intervals),
    continue: isTrue(body.continue) === true,
    routes: children.flatMap((child, index) => {
      const at = [...path, 'routes', index];
      if (isObject(child)) return [readNode(child, at, own, mode, report)];
      report(at, 'a route has to be a map');
      return [];
    }),
  };
}

function checkGroupBy(value: unknown, path: Path, mode: MatcherMode, report: Report): void {
  if (!Array.isArray(value)) return;
  const labels = value.map((label) => (label === null ? '' : String(label)));
  if (labels.includes('...') && labels.some((label) => label !== '...')) {
    report([...path, 'group_by', labels.indexOf('...')], '... stands for all labels, and no other stands beside it');
  }
  labels.forEach((label, index) => {
    const at = [...path, 'group_by', index];
    if (label === '...') return;
    if (!isLabelName(label, mode)) report(at, `"${label}" is no name of a label`);
    if (labels.indexOf(label) < index) report(at, `${label} stands there twice`);
  });
}

function isLabelName(name: string, mode: MatcherMode): boolean {
  return mode === 'classic' ? /^[a-zA-Z_]\w*$/.test(name) : name !== '';
}

/** `matchers`, and the older `match` and `match_re`; of inhibition with `source_` or `target_` before them. */
function readMatchers(body: Json, prefix: string, path: Path, mode: MatcherMode, report: Report): PlacedMatcher[] {
  const older = (['match', 'match_re'] as const).flatMap((field): PlacedMatcher[] => {
    const map = body[`${prefix}${field}`];
    if (!isObject(map)) return [];
    return Object.entries(map).flatMap(([label, value]): PlacedMatcher[] => {
      const at = [...path, `${prefix}${field}`, label];
      if (!/^[a-zA-Z_]\w*$/.test(label)) report(at, `"${label}" is no name of a label`);
      const text = value === null ? '' : String(value);
      if (field === 'match') return [{ label, op: '=', value: text, path: at }];
      const problem = value === null ? { message: 'it is empty', at: 0 } : regexpProblem(text);
      if (!problem) return [{ label, op: '=~', value: text, path: at }];
      report(at, `${JSON.stringify(text)} is no regular expression: ${problem.message}`, undefined, {
        start: problem.at,
        end: Math.min(problem.at + 1, text.length),
      });
      return [];
    });
  });
  const list = body[`${prefix}matchers`];
  const lines = Array.isArray(list) ? list : [];
  const newer = lines.flatMap((line, index): PlacedMatcher[] => {
    const at = [...path, `${prefix}matchers`, index];
    const { matchers, spans, problem, outdated } = parseMatchers(line === null ? '' : String(line), mode);
    if (problem) report(at, problem.message, 'write label="value", label=~"a|b"', problem.span);
    return matchers.map((matcher, which) => ({
      ...matcher,
      path: at,
      span: spans[which] ?? { start: 0, end: 0 },
      ...(outdated ? { outdated } : {}),
    }));
  });
  return [...older, ...newer];
}

const inhibitFields: Fields = {
  ...{ name: 'text', equal: 'texts', source_match: 'textMap', source_match_re: 'textMap', source_matchers: 'texts' },
  ...{ target_match: 'textMap', target_match_re: 'textMap', target_matchers: 'texts' },
};

export function readInhibitRules(value: unknown, mode: MatcherMode, report: Report): InhibitRule[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    report(['inhibit_rules'], 'inhibit_rules has to be a list');
    return [];
  }
  return value.flatMap((body, index) => {
    const path = ['inhibit_rules', index];
    // Alertmanager takes an empty entry for a rule without any condition, which never acts
    if (body === null) return [];
    if (!isObject(body)) {
      report(path, 'an inhibit rule has to be a map');
      return [];
    }
    checkFields(body, inhibitFields, path, report);
    const equal = Array.isArray(body.equal) ? body.equal.map((label) => (label === null ? '' : String(label))) : [];
    equal.forEach((label, at) => {
      if (!isLabelName(label, mode)) report([...path, 'equal', at], `"${label}" is no name of a label`);
    });
    return [
      {
        path,
        name: isSet(body.name) ? String(body.name) : undefined,
        source: readMatchers(body, 'source_', path, mode, report),
        target: readMatchers(body, 'target_', path, mode, report),
        equal,
      },
    ];
  });
}
