import type { Notifications } from '../../define/notification.js';
import type { Resource } from '../../types.js';
import type { Input } from '../input.js';
import { withChildren } from './routes.js';
import { mustHaveFunctions } from './template-functions.js';

/** The template files. Alertmanager accepts a call of a template nobody defines, and loses the notification. */
export function templateResources(notifications: Notifications, input: Input): Resource[] {
  const { templates, route } = notifications;
  const defined = new Set(templates.flatMap((one) => names(one.text, /\{\{-?\s*(?:define|block)\s+"([^"]+)"/g)));
  const channels = new Set(withChildren(route).flatMap((one) => one.receiver?.channels ?? []));
  for (const owner of [...channels, ...templates]) {
    const text = Object.values(owner).flatMap(texts).join('\n');
    mustHaveFunctions(input, text, owner);
    const called = names(text, /\{\{-?\s*template\s+"([^"]+)"/g);
    for (const name of new Set(called)) {
      if (defined.has(name) || isBuiltIn(name)) continue;
      input.report({
        code: 'alertmanager/undefined-template',
        severity: 'error',
        message: `no template is named "${name}"`,
        help: 'check the spelling, and that its file is among the templates of notifications()',
        origin: input.originOf(owner),
      });
    }
  }
  return templates.map((one) => ({
    kind: 'alertmanager/template',
    id: one.name,
    path: `alertmanager/templates/${one.name}.tmpl`,
    body: one.text,
    origin: input.originOf(one),
  }));
}

function names(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] as string);
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}

/** Alertmanager brings its own: `slack.default.title`, `__subject`. */
function isBuiltIn(name: string): boolean {
  return name.startsWith('__') || name.includes('.default.');
}
