import { UserError } from '../errors.js';
import { isObject, type Json } from '../json.js';
import type { Path, Subject } from '../types.js';
import { type Parsed, readJson } from './json.js';
import { partOf, type Text, wholeFile } from './places.js';
import { readYaml } from './yaml.js';

/** What a file that was not made by us holds: dashboards, rules, a configuration or templates of Alertmanager. */
export function readSubjects(file: string, text: string): Subject[] {
  if (isTemplate(file)) return [templateOf(wholeFile(file, text))];
  const found = subjectsIn(wholeFile(file, text));
  if (found.length > 0) return found;
  throw new UserError('this is no dashboard, no rule file and no configuration of Alertmanager', {
    code: 'file/unknown',
    help: 'give Grafana dashboards (classic JSON), Prometheus rules, PrometheusRule resources or alertmanager.yml, templates as *.tmpl',
    origin: { file, line: 1, column: 1 },
  });
}

const isTemplate = (file: string) => /\.(tmpl|tpl)$/.test(file);

/** A file of templates for Alertmanager is text and nothing else. */
export function templateOf({ text, place, edit }: Text): Subject {
  return {
    kind: 'template',
    body: text,
    place: (_, { start, end } = { start: 0, end: 0 }) => place(start, end),
    edit: (fix) => ('span' in fix ? edit(fix.span.start, fix.span.end, fix.text) : undefined),
    own: false,
  };
}

function subjectsIn(text: Text): Subject[] {
  const documents = /^\s*[{[]/.test(text.text) ? [readJson(text)] : readYaml(text);
  return documents.flatMap((parsed) => subjectsAt(text, parsed, [], parsed.body));
}

function subjectsAt(text: Text, parsed: Parsed, path: Path, value: unknown): Subject[] {
  if (!isObject(value)) return [];
  const kind = kindOf(value);
  if (kind) {
    const place: Subject['place'] = (inner, span) => text.place(...parsed.place([...path, ...inner], span));
    const edit: Subject['edit'] = (fix) => {
      const at = [...path, ...fix.path];
      const change = 'span' in fix ? parsed.change(at, fix.span, fix.text) : parsed.set(at, fix.value);
      return change && text.edit(...change);
    };
    return [{ kind, body: value, place, edit, own: false }];
  }
  const child = (key: string | number) => subjectsAt(text, parsed, [...path, key], (value as Json)[key]);
  switch (value.kind) {
    case 'PrometheusRule':
      return child('spec');
    case 'Secret':
    case 'ConfigMap':
      return [...filesIn(text, parsed, path, value, 'stringData'), ...filesIn(text, parsed, path, value, 'data')];
    case undefined:
    case 'Dashboard':
      // what Grafana's own interfaces answer
      return [...child('dashboard'), ...child('spec')];
    default:
      return Array.isArray(value.items) ? listItems(text, parsed, [...path, 'items'], value.items) : [];
  }
}

function listItems(text: Text, parsed: Parsed, path: Path, items: readonly unknown[]): Subject[] {
  return items.flatMap((item, index) => subjectsAt(text, parsed, [...path, index], item));
}

function kindOf(value: Json): Subject['kind'] | undefined {
  if (Array.isArray(value.groups)) return 'rules';
  if (isObject(value.route) || Array.isArray(value.receivers)) return 'alertmanager';
  const isDashboard = Array.isArray(value.panels) || Array.isArray(value.rows) || isObject(value.templating);
  return isDashboard || typeof value.schemaVersion === 'number' ? 'dashboard' : undefined;
}

/** Files that stand as text in a resource of Kubernetes. */
function filesIn(text: Text, parsed: Parsed, path: Path, resource: Json, key: string): Subject[] {
  const files = resource[key];
  if (!isObject(files)) return [];
  return Object.entries(files).flatMap(([name, content]) => {
    if (typeof content !== 'string' || !/\.(ya?ml|json|tmpl|tpl)$/.test(name)) return [];
    const at = [...path, key, name];
    const offsets = (start: number, end: number) => parsed.place(at, { start, end });
    const part = partOf(text, content, offsets, (inner) => parsed.written(at, inner));
    return isTemplate(name) ? [templateOf(part)] : subjectsIn(part);
  });
}
