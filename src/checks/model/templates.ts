import type { Template } from '../../gotemplate/ast.js';
import { parse } from '../../gotemplate/parse.js';
import type { Problem } from '../../gotemplate/problem.js';
import { isObject } from '../../json.js';
import type { Path, Subject } from '../../types.js';
import type { Everything } from './everything.js';
import type { FoundRule } from './rules.js';

/** A text with Go templates in it: of a rule, of a receiver, or a file of its own. */
export interface FoundTemplate {
  readonly system: 'Prometheus' | 'Alertmanager';
  readonly text: string;
  readonly subject: Subject;
  /** Where the text stands in the subject. */
  readonly path: Path;
  /** `alert HighLatency, annotation summary`, `receiver "team"`, `template`. */
  readonly owner: string;
  /** Whether it is HTML, which is escaped by what stands around each value. */
  readonly html?: boolean;
  /** Of Alertmanager: what is written, and the templates that it defines; neither where it is broken. */
  readonly main?: Template;
  readonly defined: readonly Template[];
  readonly problem?: Problem;
}

const known = new WeakMap<Everything, readonly FoundTemplate[]>();

/** All templates of Alertmanager that are checked together. */
export function templatesOf(all: Everything): readonly FoundTemplate[] {
  const before = known.get(all);
  if (before) return before;
  const found = all.subjects.flatMap(ofAlertmanager);
  known.set(all, found);
  return found;
}

/** Those of a rule's annotations and labels. */
export function templatesOfRule(rule: FoundRule): FoundTemplate[] {
  if (rule.kind !== 'alert') return [];
  const { subject } = rule;
  const found: FoundTemplate[] = [];
  for (const [key, what] of texts) {
    const ofKey = rule[key];
    for (const name of Object.keys(ofKey)) {
      const text = ofKey[name];
      if (text === undefined || text.indexOf('{{') < 0) continue;
      const path = [...rule.path, key, name];
      const owner = `${rule.owner}, ${what} ${name}`;
      found.push({ system: 'Prometheus', text, subject, path, owner, defined: [] });
    }
  }
  return found;
}

const texts = [
  ['annotations', 'annotation'],
  ['labels', 'label'],
] as const;

function ofAlertmanager(subject: Subject): FoundTemplate[] {
  const common = { system: 'Alertmanager', subject } as const;
  if (subject.kind === 'template' && typeof subject.body === 'string') {
    return [{ ...common, text: subject.body, path: [], owner: 'template', ...parse(subject.body) }];
  }
  if (subject.kind !== 'alertmanager' || !isObject(subject.body) || !Array.isArray(subject.body.receivers)) return [];
  return subject.body.receivers.flatMap((receiver: unknown, index) => {
    const owner = `receiver "${isObject(receiver) ? receiver.name : ''}"`;
    return textsWithin(receiver, ['receivers', index]).map(([path, text]) => ({
      ...common,
      text,
      path,
      owner,
      html: isPage(receiver, path),
      ...parse(text),
    }));
  });
}

/** E-mail has a field for HTML; other channels are told that their message is. */
function isPage(receiver: unknown, [, , list, index, field]: Path): boolean {
  if (list === 'email_configs') return field === 'html';
  const channels: unknown = isObject(receiver) ? receiver[list as string] : undefined;
  const channel: unknown = Array.isArray(channels) ? channels[index as number] : undefined;
  if (field !== 'message' || !isObject(channel)) return false;
  return list === 'pushover_configs' ? channel.html === true : channel.parse_mode === 'HTML';
}

/** Every text with a template in it; what only connects to a server is not rendered. */
function textsWithin(value: unknown, path: Path): [Path, string][] {
  if (typeof value === 'string') return value.includes('{{') ? [[path, value]] : [];
  if (typeof value !== 'object' || value === null || path.at(-1) === 'http_config') return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    textsWithin(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
