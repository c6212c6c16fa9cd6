import { load } from 'js-yaml';

/** What a rendered detail means: Alertmanager reads it as YAML, and keeps what is then no text. */
export function plainValue(text: string): unknown {
  try {
    const value = load(text);
    return typeof value === 'string' || value === undefined || value instanceof Date ? text : sorted(value);
  } catch {
    return text;
  }
}

/** Maps have their keys in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]));
}
