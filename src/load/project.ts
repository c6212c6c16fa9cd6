import { relative, sep } from 'node:path';
import type { Config, EnvironmentConfig } from '../define/config.js';
import type { Definition } from '../define/definition.js';
import { setEnvironment } from '../define/environment.js';
import { type Exception, takeExceptions } from '../define/except.js';
import { takeMade } from '../define/origin.js';
import { UserError } from '../errors.js';
import { didYouMean } from '../nearest.js';
import type { Origin } from '../types.js';
import { type Bundle, bundle } from './bundle.js';
import { collect, exportedBy } from './collect.js';
import { type LoadedConfig, loadConfig } from './config.js';
import { placeInConfig } from './config-place.js';
import { definitionFiles } from './definition-files.js';
import { type Evaluation, prepare } from './evaluate.js';
import { type Evaluated, forgotten, isRule } from './forgotten.js';
import type { OriginMap } from './origin-map.js';

/** The definitions as they are in one environment. */
export interface Environment {
  readonly name: string;
  readonly config: EnvironmentConfig;
  readonly definitions: readonly Definition[];
  /** The same by the modules that export them, in the order of the bundle's entries. */
  readonly exported: readonly (readonly Definition[])[];
  readonly originOf: (thing: object) => Origin;
  readonly exceptions: readonly Exception[];
}

export interface Project {
  readonly name: string;
  readonly root: string;
  /** The output folder, relative to the root. */
  readonly out: string;
  /** The folders of the definitions, relative to the root. */
  readonly definitions: readonly string[];
  readonly environments: readonly Environment[];
  /** The configuration's file, relative to the root. */
  readonly configFile: string;
  /** How much checks matter, where the configuration says so. */
  readonly checks: NonNullable<Config['checks']>;
  /** What queries may cost, where the configuration says so. */
  readonly live: Config['live'];
  /** The script of the definitions. */
  readonly bundle: Bundle;
  /** Identifies the scripts that were run, where they read nothing but themselves. */
  readonly hashes: { readonly config: string | undefined; readonly definitions: string | undefined };
}

/** The only modules of the definitions to look at. */
export interface Part {
  readonly entries: readonly string[];
  /** What is made by other modules that they import is theirs to use. */
  readonly own: ReadonlySet<string>;
  /** Such rules, as `alert TooHot`, that groups among the entries have had nevertheless. */
  readonly rules: ReadonlySet<string>;
}

/** Reads configuration and definitions; evaluates them once for each environment asked for. */
export function loadProject(options: {
  readonly cwd: string;
  readonly config?: string | undefined;
  readonly environments?: readonly string[] | undefined;
  /** What of it has just been bundled. */
  readonly ahead?: readonly Bundle[] | undefined;
  /** The hash of a configuration in which this obsctl found nothing wrong. */
  readonly checkedConfig?: string | undefined;
  readonly part?: Part | undefined;
  /** The configuration, where it has been read already. */
  readonly loaded?: LoadedConfig | undefined;
}): Project {
  const { ahead, checkedConfig: checked } = options;
  const loaded = options.loaded ?? loadConfig({ cwd: options.cwd, file: options.config, ahead, checked });
  const { root, config } = loaded;
  const names = chosenEnvironments(loaded, options.environments ?? []);
  const all = () => definitionFiles(root, config.definitions, () => placeInConfig(root, loaded.file, ['definitions']));
  const { part } = options;
  const bundled = part
    ? bundle({ root, name: 'part', entries: part.entries, once: true }, ahead)
    : bundle({ root, name: 'definitions', entries: all() }, ahead);
  const hashes = { config: loaded.hash, definitions: bundled.pure ? bundled.hash : undefined };
  const run = prepare(bundled);
  const environments = names.map((name) => loadEnvironment(name, loaded, run, part));
  // only all environments together tell what none of them uses
  const lost = names.length === Object.keys(config.environments).length ? forgotten(environments) : [];
  if (lost[0]) throw new UserError(lost[0].message, { diagnostics: lost });
  return {
    name: config.project,
    root,
    out: config.out,
    definitions: config.definitions,
    environments,
    bundle: bundled,
    configFile: relative(root, loaded.file).split(sep).join('/'),
    checks: config.checks ?? {},
    live: config.live,
    hashes,
  };
}

function loadEnvironment(
  name: string,
  { config, file, root }: LoadedConfig,
  run: () => Evaluation,
  part: Part | undefined,
): Environment & Evaluated {
  setEnvironment(name);
  takeMade();
  takeExceptions();
  try {
    const { modules, origins } = run();
    const nowhere: Origin = { file: relative(root, file).split(sep).join('/'), line: 1, column: 1 };
    const originOf = (thing: object) => origins.of(thing) ?? nowhere;
    const environment = config.environments[name] as EnvironmentConfig;
    const exported = modules.map(exportedBy);
    const definitions = collect(exported, originOf);
    const isOfOthers = part && ((thing: object) => isMadeByOthers(thing, part, origins));
    const evaluated = { definitions, originOf, placeOf: origins.placeOf, made: takeMade(), isOfOthers };
    return { name, config: environment, exported, ...evaluated, exceptions: takeExceptions() };
  } finally {
    setEnvironment(undefined);
  }
}

/** Where nobody can tell, it counts as their own. */
function isMadeByOthers(thing: object, { own, rules }: Part, origins: OriginMap): boolean {
  if (isRule(thing) && rules.has(`${thing.kind} ${thing.name}`)) return false;
  const module = origins.moduleOf(thing);
  return module !== undefined && !own.has(module);
}

function chosenEnvironments({ config }: LoadedConfig, asked: readonly string[]): readonly string[] {
  const known = Object.keys(config.environments);
  const unknown = asked.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UserError(`there is no environment "${unknown}"${didYouMean(unknown, known)}`, {
      code: 'config/unknown-environment',
      help: `the configuration names ${known.join(', ')}`,
    });
  }
  return asked.length > 0 ? known.filter((name) => asked.includes(name)) : known;
}
