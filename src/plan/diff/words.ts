import { isObject } from '../../json.js';
import type { Json } from '../canonical/plain.js';
import type { Change } from './compare.js';
import { belowRow } from './match-panels.js';
import { stepsOf } from './path.js';
import { queryWords } from './query-words.js';
import { namesOnTheWay } from './shapes.js';
import { summaryOf } from './summary.js';

const kinds: Readonly<Record<string, string>> = {
  'alertmanager/config': 'Alertmanager',
  'alertmanager/template': 'template',
  'blackbox/config': 'probe modules',
  'grafana/dashboard': 'dashboard',
  'grafana/dashboard-provider': 'dashboard folder',
  'grafana/datasource': 'data source',
  'grafana/datasources': 'data source',
  'grafana/folder': 'folder',
  'kubernetes/manifest': 'manifest',
  'otel/collector': 'OpenTelemetry collector',
  'otel/sdk-env': 'tracing settings',
  'prometheus/config': 'Prometheus',
  'prometheus/flags': 'Prometheus flags',
  'prometheus/rules': 'rule group',
  'prometheus/scrape': 'scrape job',
  'secret/file': 'secret file',
};

/** What people call a resource: `dashboard "Performance"`, `rule group application`. */
export function nameOf(kind: string, id: string, body: unknown, at?: string): string {
  const noun = kinds[kind] ?? kind;
  if (kind === 'grafana/dashboard' && isObject(body) && typeof body.title === 'string' && body.title !== '') {
    return `${noun} "${body.title}"${at === undefined ? '' : ` ${at}`}`;
  }
  return noun.endsWith(id) || noun.toLowerCase() === id ? noun : `${noun} ${id}`;
}

/** What is different, and what of it. */
export function inWords(
  kind: string,
  change: Change,
  where: string,
): { readonly what: string; readonly words: string } {
  const steps = stepsOf(change.path);
  const { things, field } = namesOnTheWay(kind, steps, change.things ?? []);
  // the group of a rule and the job of a target are the resource that they are in
  const named = things.filter(
    (one, index) =>
      !((one.noun === 'rule group' || thing(one) === where) && (index < things.length - 1 || field.length > 0)),
  );
  const what = named.length === 0 ? where : named.map(thing).reverse().join(' of ');
  if (change.op === 'added' || change.op === 'removed') {
    const inShort = summaryOf(change.after ?? change.before);
    return { what, words: inShort === '' ? change.op : `${change.op}: ${inShort}` };
  }
  if (change.op === 'moved') return { what, words: movedWords(change, field) };
  return { what, words: changedWords(change, field) };
}

/** Their names are words of a configuration, and need no quotes. */
const bare = new Set(['alert', 'recording rule', 'receiver', 'variable', 'scrape job', 'query', 'inhibition', 'route']);

function thing({ noun, name }: { readonly noun: string; readonly name: string }): string {
  return bare.has(noun) ? `${noun} ${name}` : `${noun} "${name}"`;
}

function movedWords({ before, after }: Change, field: readonly string[]): string {
  if (Array.isArray(after)) return `order: ${after.join(', ')}`;
  if (field.at(-1) !== 'gridPos') return shiftWords(before as Json, after as Json);
  const [from, to] = [(before ?? {}) as Json, (after ?? {}) as Json];
  const moved = ['x', 'y', 'row'].some((key) => from[key] !== to[key]);
  const resized = ['w', 'h'].some((key) => from[key] !== to[key]);
  const parts = [
    ...(moved ? [`moved${to.row !== from.row ? rowWords(to.row) : movedTo(from, to)}`] : []),
    ...(resized ? [`resized${sizes(from, to)}`] : []),
  ];
  return parts.join(', ');
}

function rowWords(row: unknown): string {
  if (typeof row !== 'string') return ' above the first row';
  const above = belowRow('');
  return row.startsWith(above) ? ` ${above}row "${row.slice(above.length)}"` : ` to row "${row}"`;
}

function movedTo(from: Json, to: Json): string {
  const directions: string[] = [];
  const by = (key: string) => Number(to[key] ?? 0) - Number(from[key] ?? 0);
  if (by('x') !== 0) directions.push(`${Math.abs(by('x'))} ${by('x') > 0 ? 'right' : 'left'}`);
  if (by('y') !== 0) directions.push(`${Math.abs(by('y'))} ${by('y') > 0 ? 'down' : 'up'}`);
  return directions.length > 0 ? ` ${directions.join(', ')}` : '';
}

function sizes(from: Json, to: Json): string {
  const parts = [
    ...(from.w === to.w ? [] : [`width ${from.w} → ${to.w}`]),
    ...(from.h === to.h ? [] : [`height ${from.h} → ${to.h}`]),
  ];
  return ` ${parts.join(', ')}`;
}

function shiftWords(before: Json, after: Json): string {
  const names = Object.keys(after);
  const by = Number(after[names[0] as string]) - Number(before[names[0] as string]);
  return `${names.length} panels went ${by > 0 ? 'down' : 'up'} by ${Math.abs(by)}`;
}

const fieldNames: Readonly<Record<string, string>> = {
  'fieldConfig/defaults/unit': 'unit',
  'fieldConfig/defaults/max': 'maximum',
  'fieldConfig/defaults/min': 'minimum',
  'fieldConfig/defaults/decimals': 'decimals',
  'fieldConfig/defaults/thresholds': 'thresholds',
  'fieldConfig/defaults/thresholds/steps': 'thresholds',
  'templating/list': 'variables',
};

/** Fields that are the name of what they are in. */
const nameFields = new Set(['title', 'name', 'alert', 'record']);

function changedWords({ before, after, things = [] }: Change, field: readonly string[]): string {
  const key = field.at(-1) ?? '';
  if (nameFields.has(key) && field.length === 1 && typeof before === 'string' && typeof after === 'string') {
    return `renamed to ${after}`;
  }
  if (key === 'expr' && typeof before === 'string' && typeof after === 'string') return queryWords(before, after);
  const threshold = /thresholds\/steps\/(\d+)\/(value|color)$/.exec(field.join('/'));
  if (isTexts(before) && isTexts(after)) return `${readable(field)} ${setWords(before, after)}`;
  const name = threshold
    ? thresholdName(Number(threshold[1]), threshold[2] === 'color', things.at(-1))
    : (fieldNames[field.join('/')] ?? readable(field));
  const [from, to] = shortened(valueWords(before), valueWords(after));
  return `${name} ${from} → ${to}`.trim();
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function setWords(before: readonly string[], after: readonly string[]): string {
  const lost = before.filter((item) => !after.includes(item));
  const gained = after.filter((item) => !before.includes(item));
  if (lost.length === 1 && gained.length === 1) return `${lost[0]} → ${gained[0]}`;
  const parts = [
    ...(lost.length > 0 ? [`lost ${lost.join(', ')}`] : []),
    ...(gained.length > 0 ? [`gained ${gained.join(', ')}`] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : `[${before.join(', ')}] → [${after.join(', ')}]`;
}

/** By its colour, because that is what people see. */
function thresholdName(index: number, ofColor: boolean, panel: unknown): string {
  const steps = ['fieldConfig', 'defaults', 'thresholds', 'steps'].reduce<unknown>(
    (value, key) => (isObject(value) ? value[key] : undefined),
    panel,
  );
  const step = Array.isArray(steps) ? steps[index] : undefined;
  const color = isObject(step) && typeof step.color === 'string' ? step.color : undefined;
  if (ofColor || color === undefined) return `threshold ${index + 1}${ofColor ? ' colour' : ''}`;
  return `${color} threshold`;
}

const singular: Readonly<Record<string, string>> = { labels: 'label', annotations: 'annotation' };

function readable(field: readonly string[]): string {
  const kept = field.filter(
    (key) => !['fieldConfig', 'defaults', 'custom', 'options', 'list', 'steps', '0'].includes(key),
  );
  const words = kept.length > 0 ? kept : field;
  const named = words.length > 1 ? words.map((word) => singular[word] ?? word) : words;
  return named.join(' ').replaceAll('_configs', '').replaceAll('_', ' ');
}

const longest = 80;
const around = 24;

/** Two long texts, of each only what differs, with a little around it. */
function shortened(before: string, after: string): [string, string] {
  if (before.length <= longest && after.length <= longest) return [before, after];
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const cut = (text: string) => {
    const from = Math.max(0, start - around);
    const to = Math.min(text.length, Math.max(text.length - end, start) + around);
    const part = text.slice(from, to);
    const whole = part.length <= 2 * longest ? part : `${part.slice(0, 2 * longest)}…`;
    return `${from > 0 ? '…' : ''}${whole}${to < text.length && whole === part ? '…' : ''}`;
  };
  return [cut(before), cut(after)];
}

function valueWords(value: unknown): string {
  if (value === undefined) return '(none)';
  if (typeof value === 'string') return value === '' ? '(empty)' : value.replace(/\s*\n\s*/g, ' ');
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return `[${value.join(', ')}]`;
  if (isObject(value) && Array.isArray(value.steps)) return stepsWords(value.steps);
  if (Array.isArray(value) && value.every((item) => isObject(item) && 'color' in item)) return stepsWords(value);
  const text = JSON.stringify(value);
  if (text.length <= longest) return text;
  if (Array.isArray(value)) return value.length === 1 ? 'one entry' : `${value.length} entries`;
  return isObject(value) ? `{ ${Object.keys(value).join(', ')} }` : text;
}

function stepsWords(steps: readonly unknown[]): string {
  const parts = steps
    .filter(isObject)
    .map(({ color, value }) => `${String(color)}${value === undefined ? '' : ` from ${value}`}`);
  return parts.join(', ');
}
