import { placeholder, placeholderUrl } from '../../define/secret.js';

const pattern = /<secret:([A-Z_][A-Z0-9_]*)>/g;

/** The variables whose values a body has to be filled with. */
export function variablesIn(body: unknown): readonly string[] {
  const found = new Set<string>();
  visit(body, (text) => {
    for (const [, name] of text.matchAll(pattern)) if (name) found.add(name);
  });
  return [...found];
}

/** The body with the values in the place of their placeholders: from here on it must not be shown to anybody. */
export function filled(body: unknown, reveal: (name: string) => string): unknown {
  return mapTexts(body, (text) => {
    const url = /<secret:([A-Z_][A-Z0-9_]*)>/.exec(text)?.[1];
    if (url && text === placeholderUrl(url)) return reveal(url);
    return text.replace(pattern, (_, name: string) => reveal(name));
  });
}

/** Keys whose values are secrets, in the files of Prometheus, Alertmanager, the exporters and the collector. */
const secretKey =
  /^(\w+_)?(password|secret|token|credentials|api_key|apikey|routing_key|service_key|user_key|secret_key|access_key|api_url|webhook_url|phone_number)$|^authorization$/i;

/** The values that are known, by variable. */
export type Known = ReadonlyMap<string, string>;

/**
 * What runs, without a secret in it. Where the source has a placeholder the placeholder stands, and says so where the
 * value is another one than the known; any other secret is hidden, unless the source says the same openly.
 */
export function masked(live: unknown, source: unknown, known: Known, key = ''): unknown {
  if (typeof live === 'string') return maskedText(live, source, known, key);
  if (Array.isArray(live)) {
    const list = Array.isArray(source) ? source : [];
    return live.map((item, index) => masked(item, list[index], known, key));
  }
  if (!isMapping(live)) return live;
  const other = isMapping(source) ? source : {};
  return Object.fromEntries(
    Object.entries(live).map(([name, value]) => {
      const isWebhook = key === 'webhook_configs' && name === 'url';
      return [name, masked(value, other[name], known, isWebhook ? 'webhook_url' : name)];
    }),
  );
}

function maskedText(live: string, source: unknown, known: Known, key: string): string {
  if (live === source) return live;
  const names = typeof source === 'string' ? variablesIn(source) : [];
  if (typeof source !== 'string' || names.length === 0) return secretKey.test(key) ? hidden : withoutKnown(live, known);
  const [name = ''] = names;
  if (source === placeholderUrl(name)) return live === (known.get(name) ?? live) ? source : another(source, name);
  // texts and names in turns
  const shape = source
    .split(pattern)
    .map((part, index) => (index % 2 ? '([\\s\\S]*)' : part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')));
  const values = new RegExp(`^${shape.join('')}$`).exec(live);
  if (!values) return hidden;
  return names.reduce((text, one, index) => {
    const expected = known.get(one);
    return expected === undefined || expected === values[index + 1] ? text : another(text, one);
  }, source);
}

const hidden = '<secret>';

/** A secret may have wandered to where nobody expects one. */
function withoutKnown(text: string, known: Known): string {
  let shown = /PRIVATE KEY-----/.test(text) ? hidden : text;
  for (const [name, value] of known) if (value.length > 4) shown = shown.replaceAll(value, placeholder(name));
  return shown;
}

function another(text: string, name: string): string {
  return text.replaceAll(placeholder(name), `<secret:${name}, another value>`);
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapTexts(inner, change)]));
}

function visit(value: unknown, see: (text: string) => void): void {
  if (typeof value === 'string') see(value);
  else if (Array.isArray(value)) for (const item of value) visit(item, see);
  else if (isMapping(value)) for (const inner of Object.values(value)) visit(inner, see);
}

function isMapping(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  return Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null;
}
