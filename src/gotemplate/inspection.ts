import type { Span, Template } from './ast.js';
import type { GoFunction } from './function.js';
import type { Problem } from './problem.js';
import type { Native } from './render.js';

/** Something that stops a template, or would print a hole, found without rendering it. */
export interface Finding extends Problem {
  readonly kind: 'function' | 'version' | 'template' | 'field' | 'call' | 'html';
  /** The template it stands in: the span counts there. */
  readonly in: Template;
}

/** A label that is read by its name. */
export interface Read {
  /** The type of what it is read from: `alert labels`. */
  readonly of: string;
  readonly name: string;
  readonly span: Span;
  readonly in: Template;
}

/** What templates can call, and what not every version can do. */
export interface Surroundings {
  /** Those of the newest version, beside Go's own. */
  readonly functions: Readonly<Record<string, GoFunction>>;
  readonly templates: ReadonlyMap<string, Template | Native>;
  readonly system: 'Alertmanager' | 'Prometheus';
  /** Of that system; without one, the newest. */
  readonly version?: string | undefined;
}

export interface Inspection {
  readonly findings: Finding[];
  readonly reads: Read[];
  /** The names of the templates that are called. */
  readonly called: Set<string>;
}

const spoken: Readonly<Record<string, string>> = {
  '*template.Data': 'the data of a notification',
  'template.Alert': 'an alert',
  'template.Alerts': 'a list of alerts',
  '[]template.Alert': 'a list of alerts',
  'template.Pair': 'a label',
  'template.Pairs': 'a list of labels',
  'template.alert': 'the data of an alert rule',
  'template.sample': 'a sample',
  'template.queryResult': 'the result of a query',
};

/** A type in words, where it has some. */
export function described(type: string): string {
  return spoken[type] ?? `a value of type ${type}`;
}
