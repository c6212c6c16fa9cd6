import { UserError } from '../errors.js';
import type { Path } from '../types.js';
import { locate } from './json-path.js';
import { offsetInSource, type Text } from './places.js';

/** A plain value, and where the parts of it stand in the text it was read from. */
export interface Parsed {
  readonly body: unknown;
  readonly place: (path: Path, span?: { readonly start: number; readonly end: number }) => readonly [number, number];
}

export function readJson(text: Text): Parsed {
  let body: unknown;
  try {
    body = JSON.parse(text.text);
  } catch (error) {
    const at = Number(/position (\d+)/.exec((error as Error).message)?.[1] ?? text.text.length);
    throw new UserError(`this is no JSON: ${(error as Error).message}`, {
      code: 'file/syntax',
      help: 'correct it, or export it again',
      origin: text.place(at, at),
    });
  }
  return { body, place: (path, span) => jsonPlace(text.text, body, path, span) };
}

function jsonPlace(
  text: string,
  body: unknown,
  path: Path,
  span: { readonly start: number; readonly end: number } | undefined,
): readonly [number, number] {
  const start = locate(text, path);
  const value = path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], body);
  if (typeof value !== 'string') return [start, start + 1];
  const offset = (at: number) => offsetInSource(text, start + 1, value, at, '"');
  return span ? [offset(span.start), offset(span.end)] : [start, offset(value.length) + 1];
}
