import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import vm from 'node:vm';
import { isUserError, UserError } from '../errors.js';
import * as obsctl from '../index.js';
import { nearest } from '../nearest.js';
import type { Bundle } from './bundle.js';
import { impurities } from './bundler.js';
import { refusePromises } from './exported-promise.js';
import { type OriginMap, originMap, wrapper } from './origin-map.js';
import { placeOfKey, sourcesBelow } from './source-keys.js';
import { withoutExit } from './without-exit.js';

export interface Evaluation {
  /** The exports of each entry, in the order of `bundle.entries`. */
  readonly modules: readonly Readonly<Record<string, unknown>>[];
  readonly origins: OriginMap;
}

type Body = (
  require: NodeJS.Require,
  module: { exports: object },
  exports: object,
  runtimeOfObsctl: typeof obsctl,
  impure: object,
) => void;

/** Runs the user's modules. This and the configuration are the only places that do. */
export function evaluate(bundle: Bundle): Evaluation {
  return prepare(bundle)();
}

/** Compiles the user's modules once, to be run several times; each run starts from nothing. */
export function prepare(bundle: Bundle): () => Evaluation {
  const origins = originMap(bundle);
  // V8 refuses what another version of it, or other flags, have made
  const cacheFile = `${bundle.file}.${process.versions.v8}-${process.arch}.v8`;
  const cachedData = readIfThere(cacheFile);
  const script = new vm.Script(`${wrapper}${bundle.code}\n})`, {
    filename: bundle.file,
    ...(cachedData ? { cachedData } : {}),
  });
  // while somebody edits, each script is run only once
  let saved = bundle.isNew || (cachedData !== undefined && script.cachedDataRejected === false);
  return () => {
    const module = { exports: {} as Record<string, Record<string, unknown>> };
    try {
      const body = script.runInThisContext() as Body;
      const require = createRequire(join(bundle.root, 'package.json'));
      withoutExit(() => body(require, module, module.exports, obsctl, impure));
    } catch (error) {
      throw inUsersTerms(error, origins, bundle.root);
    }
    // after the first run, so that what it compiled is in the cache
    if (!saved) writeFileSync(cacheFile, script.createCachedData());
    saved = true;
    const modules = bundle.entries.map((_, index) => module.exports[`m${index}`] ?? {});
    refusePromises(bundle, modules);
    return { modules, origins };
  };
}

/** Looked up when a script asks for one: for some of them node loads modules of its own. */
const impure = Object.defineProperties(
  {},
  Object.fromEntries(impurities.map((name) => [name, { get: () => (globalThis as Record<string, unknown>)[name] }])),
);

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** An error of the user's code with the place in their TypeScript instead of a stack. */
function inUsersTerms(error: unknown, origins: OriginMap, root: string): UserError {
  const thrown = error instanceof Error ? error : new Error(String(error));
  const origin = origins.ofStack(thrown.stack);
  if (isUserError(thrown)) {
    const key = origin && thrown.path && placeOfKey(sourcesBelow(root), origin, thrown.path);
    return new UserError(thrown.message, {
      code: thrown.code,
      help: thrown.help,
      origin: thrown.origin ?? key ?? origin,
    });
  }
  if (thrown !== error)
    return new UserError(thrown.message, {
      code: 'definition/threw',
      help: 'nothing but an error knows where it was thrown: throw new Error(…)',
    });
  const name = thrown.name === 'Error' ? '' : `${thrown.name}: `;
  // so the bundler writes a name that is imported from what it cannot look into, such as node's modules
  const message = thrown.message.replaceAll(/\(0 , import_\w+\.(\w+)\)/g, '$1');
  return new UserError(`${name}${message}`, { code: 'definition/threw', help: helpFor(thrown), origin, cause: error });
}

function helpFor({ name, message }: Error): string {
  const [, missing] = /^(\S+) is not defined$/.exec(message) ?? [];
  const close = missing === undefined ? undefined : nearest(missing, Object.keys(obsctl));
  if (close !== undefined && close === missing) return `import { ${close} } from 'obsctl'`;
  if (close !== undefined) return `did you mean ${close}? import { ${close} } from 'obsctl'`;
  return name === 'TypeError'
    ? 'something may be missing or misspelt here: npx tsc --noEmit says what'
    : 'the definitions threw this while they were evaluated';
}
