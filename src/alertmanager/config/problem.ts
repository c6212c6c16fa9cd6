import type { Json } from '../../json.js';
import type { Path } from '../model.js';
import type { Span } from '../parse-matchers.js';

/** Something that Alertmanager refuses, and where in the configuration. */
export interface ConfigProblem {
  readonly path: Path;
  readonly message: string;
  readonly help?: string;
  /** The part of the text there that is wrong. */
  readonly span?: Span;
}

export type Report = (path: Path, message: string, help?: string, span?: Span) => void;

/** Whether a field says anything. */
export function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

/** Reports all but the first of fields that exclude each other. */
export function atMostOne(value: Json, fields: readonly string[], path: Path, report: Report): void {
  const [first, second] = fields.filter((field) => isSet(value[field]));
  if (second !== undefined) report([...path, second], `${first} is set already`, `keep one of ${fields.join(', ')}`);
}
