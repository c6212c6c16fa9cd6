import { createRequire } from 'node:module';
import { join } from 'node:path';
import vm from 'node:vm';
import { UserError } from '../errors.js';
import * as obsctl from '../index.js';
import type { Bundle } from './bundle.js';
import { type OriginMap, originMap } from './origin-map.js';

export interface Evaluation {
  /** The exports of each entry, in the order of `bundle.entries`. */
  readonly modules: readonly Readonly<Record<string, unknown>>[];
  readonly origins: OriginMap;
}

type Body = (require: NodeJS.Require, module: { exports: object }, exports: object) => void;

/** Runs the user's modules. This and the configuration are the only places that do. */
export function evaluate(bundle: Bundle): Evaluation {
  const origins = originMap(bundle);
  (globalThis as Record<symbol, unknown>)[Symbol.for('obsctl.runtime')] = obsctl;
  const script = new vm.Script(`(function (require, module, exports) {${bundle.code}\n})`, { filename: bundle.file });
  const module = { exports: {} as Record<string, Record<string, unknown>> };
  try {
    const body = script.runInThisContext() as Body;
    body(createRequire(join(bundle.root, 'package.json')), module, module.exports);
  } catch (error) {
    throw inUsersTerms(error, origins);
  }
  return { modules: bundle.entries.map((_, index) => module.exports[`m${index}`] ?? {}), origins };
}

/** An error of the user's code with the place in their TypeScript instead of a stack. */
function inUsersTerms(error: unknown, origins: OriginMap): UserError {
  const thrown = error instanceof Error ? error : new Error(String(error));
  const origin = origins.ofStack(thrown.stack);
  if (thrown instanceof UserError) {
    return new UserError(thrown.message, { code: thrown.code, help: thrown.help, origin: thrown.origin ?? origin });
  }
  const name = thrown.name === 'Error' ? '' : `${thrown.name}: `;
  return new UserError(`${name}${thrown.message}`, {
    code: 'definition/threw',
    help: 'the definitions threw this while they were evaluated',
    origin,
    cause: error,
  });
}
