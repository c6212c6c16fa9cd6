import { isObject } from '../../json.js';
import type { Json } from './plain.js';

const matcher = /^\s*("(?:[^"\\]|\\.)*"|[^=!~\s"]+)\s*(=~|!~|!=|=)\s*("(?:[^"\\]|\\.)*"|.*?)\s*$/s;

/**
 * The matchers of a route or, with a prefix, of an inhibition, in one spelling and order: as `match`, `match_re` and
 * `matchers`, a text with several of them or a list. What is no matcher stays as it is.
 */
export function canonicalMatchers(of: Json, prefix: '' | 'source_' | 'target_'): string[] {
  const texts = [
    ...equalities(of[`${prefix}match`], '='),
    ...equalities(of[`${prefix}match_re`], '=~'),
    ...listed(of[`${prefix}matchers`]).flatMap(canonicalTexts),
  ];
  return [...new Set(texts)].sort();
}

function equalities(values: unknown, operator: string): string[] {
  if (!isObject(values)) return [];
  return Object.entries(values).map(([label, value]) => written(label, operator, String(value)));
}

function listed(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.map(String) : [];
}

/** `{a="1", b=~"x,y"}` are two. */
function canonicalTexts(text: string): string[] {
  const inside = /^\s*\{(.*)\}\s*$/s.exec(text)?.[1] ?? text;
  const parts = inside.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? [];
  return parts.map((part) => {
    const [, label, operator, value] = matcher.exec(part) ?? [];
    return label === undefined ? part.trim() : written(unquoted(label), operator ?? '', unquoted(value ?? ''));
  });
}

function unquoted(text: string): string {
  if (!text.startsWith('"')) return text;
  return text.slice(1, -1).replace(/\\(["\\n])/g, (_, escaped) => (escaped === 'n' ? '\n' : escaped));
}

function written(label: string, operator: string, value: string): string {
  const name = /^[A-Za-z_]\w*$/.test(label) ? label : JSON.stringify(label);
  return `${name}${operator}${JSON.stringify(value)}`;
}
