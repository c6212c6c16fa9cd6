import { UserError } from '../errors.js';
import type { Path } from '../types.js';
import { endOfValue, locator } from './json-path.js';
import { offsetInSource, type Text } from './places.js';

/** What stands from one offset to another becomes the text. */
export type Replacement = readonly [start: number, end: number, text: string];

type Span = { readonly start: number; readonly end: number };

/** A plain value, and where the parts of it stand in the text it was read from. */
export interface Parsed {
  readonly body: unknown;
  readonly place: (path: Path, span?: Span) => readonly [number, number];
  /** How characters of the text at a path are written; not at all where its quotes cannot hold them. */
  readonly written: (path: Path, text: string) => string | undefined;
  /** Other characters of the text at a path. */
  readonly change: (path: Path, span: Span, text: string) => Replacement | undefined;
  /** Another value at a path, or one more field of the object there. */
  readonly set: (path: Path, value: string | number | boolean) => Replacement | undefined;
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
  const json: Json = { text: text.text, body, locate: locator(text.text, body) };
  const place: Parsed['place'] = (path, span) => jsonPlace(json, path, span);
  const written = (_: Path, inner: string) => JSON.stringify(inner).slice(1, -1);
  return {
    body,
    place,
    written,
    change: (path, span, inner) => [...place(path, span), written(path, inner)],
    set: (path, value) => jsonSet(json, path, JSON.stringify(value)),
  };
}

interface Json {
  readonly text: string;
  readonly body: unknown;
  readonly locate: (path: Path) => number;
}

function jsonPlace({ text, body, locate }: Json, path: Path, span: Span | undefined): readonly [number, number] {
  const start = locate(path);
  const value = valueAt(body, path);
  if (typeof value !== 'string') return [start, start + 1];
  const offset = (at: number) => offsetInSource(text, start + 1, value, at, '"');
  return span ? [offset(span.start), offset(span.end)] : [start, offset(value.length) + 1];
}

function jsonSet({ text, body, locate }: Json, path: Path, value: string): Replacement | undefined {
  const at = locate(path);
  if (valueAt(body, path) !== undefined) return [at, endOfValue(text, at), value];
  const holder = valueAt(body, path.slice(0, -1));
  if (typeof holder !== 'object' || holder === null || Array.isArray(holder)) return undefined;
  const open = locate(path.slice(0, -1)) + 1;
  const blank = /^\s*/.exec(text.slice(open))?.[0] ?? '';
  const comma = Object.keys(holder).length > 0 ? ',' : '';
  return [open, open, `${comma ? blank : ''}${JSON.stringify(path.at(-1))}: ${value}${comma}`];
}

export function valueAt(body: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], body);
}
