import type { Signature } from './types.js';
import type { GoTime, Value } from './values.js';
import { isAtLeast } from './version.js';

/** What functions may ask. */
export interface World {
  /** The time that it is. */
  readonly now: GoTime;
  /** Of Prometheus: its address as its alerts show it. */
  readonly externalUrl?: string;
  /** Of Prometheus: what a query answers. */
  readonly query?: (query: string) => Value;
}

/** A function that templates can call. */
export interface GoFunction extends Signature {
  readonly run: (args: readonly Value[], world: World) => Value;
}

export const fn = (
  params: readonly string[],
  result: string,
  run: GoFunction['run'],
  more: { readonly rest?: string; readonly since?: string } = {},
): GoFunction => ({ params, result, run, ...more });

export const any = 'interface {}';

/** The functions of a version; those it does not have yet are left out. */
export function functionsOf(
  functions: Readonly<Record<string, GoFunction>>,
  version: string | undefined,
): Readonly<Record<string, GoFunction>> {
  if (version === undefined) return functions;
  return Object.fromEntries(Object.entries(functions).filter(([, { since }]) => !since || isAtLeast(version, since)));
}
