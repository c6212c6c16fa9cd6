import type { Answer, Json } from './answer.js';
import type { Account, Organisation, World } from './world.js';

/** One request, after it is known who asks. */
export interface Asked {
  readonly world: World;
  readonly org: Organisation;
  readonly account: Account;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** As it arrived. */
  readonly text: string;
  /** Parsed; undefined where that is not possible. */
  readonly body: unknown;
  /** What the path's pattern found. */
  readonly found: readonly string[];
}

/** `:x` in the path stands for one segment. */
export type Route = readonly [method: string, path: string, handle: (asked: Asked) => Answer];

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const objectOf = (value: unknown): Json => (isObject(value) ? value : {});

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The segment of the path that the n-th `:x` stands for. */
export const found = (asked: Asked, index = 0): string => decodeURIComponent(asked.found[index] ?? '');

export const may = (account: Account, role: 'Editor' | 'Admin'): boolean =>
  account.role === 'Admin' || account.role === role;

/** Which refusals of 10 and 11 carry an empty trace id. */
export const trace = (world: World): Json => (world.edition.major < 12 ? { traceID: '' } : {});

export function route(routes: readonly Route[], method: string, path: string): [Route, readonly string[]] | undefined {
  for (const one of routes) {
    if (one[0] !== method) continue;
    const pattern = new RegExp(`^${one[1].replaceAll('.', '\\.').replace(/:\w+/g, '([^/]+)')}$`);
    const match = pattern.exec(path);
    if (match) return [one, match.slice(1)];
  }
  return undefined;
}
