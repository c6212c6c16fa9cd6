import { isObject } from '../../json.js';
import { equal, type Json, objectsOf } from '../canonical/plain.js';

/** How alike two texts are, from 0 to 1: the share of their words that both have. */
function textLikeness(a: string, b: string): number {
  if (a === b) return 1;
  const [left, right] = [words(a), words(b)];
  if (left.size === 0 || right.size === 0) return 0;
  let both = 0;
  for (const word of left) if (right.has(word)) both += 1;
  return both / (left.size + right.size - both);
}

function words(text: string): Set<string> {
  return new Set(text.match(/[\w$:]+/g) ?? []);
}

/** How alike two panels are, from 0 to 1: above all by what they ask for. */
export function panelLikeness(a: Json, b: Json): number {
  const [left, right] = [asked(a), asked(b)];
  const content =
    left === '' && right === '' ? Number(a.type === b.type && equal(a.options, b.options)) : textLikeness(left, right);
  const title = textLikeness(String(a.title ?? ''), String(b.title ?? ''));
  return 0.6 * content + 0.15 * Number(a.type === b.type) + 0.1 * title + 0.15 * Number(equal(unitOf(a), unitOf(b)));
}

function asked(panel: Json): string {
  return objectsOf(panel.targets)
    .map(({ expr, query, rawSql }) => String(expr ?? query ?? rawSql ?? ''))
    .join(' ');
}

function unitOf({ fieldConfig }: Json): unknown {
  return isObject(fieldConfig) && isObject(fieldConfig.defaults) ? fieldConfig.defaults.unit : undefined;
}

/** How alike two rules are that have different names. */
export function ruleLikeness(a: Json, b: Json): number {
  if ((a.alert === undefined) !== (b.alert === undefined)) return 0;
  return textLikeness(String(a.expr ?? ''), String(b.expr ?? ''));
}

/** How alike two objects are: the share of their fields that are equal, the name not counted. */
export function likeBut(name: string): (a: Json, b: Json) => number {
  return (a, b) => {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => key !== name);
    return keys.length === 0 ? 1 : keys.filter((key) => equal(a[key], b[key])).length / keys.length;
  };
}

/** Routes are the same under other conditions, or to another receiver. */
export function routeLikeness(a: Json, b: Json): number {
  const rest = likeBut('matchers')(a, b);
  return equal(a.matchers, b.matchers) ? 0.6 + 0.4 * rest : rest;
}
