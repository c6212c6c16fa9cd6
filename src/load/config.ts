import { dirname, join } from 'node:path';
import type { Config } from '../define/config.js';
import { type Bundle, bundle } from './bundle.js';
import { configFile } from './config-file.js';
import { mustBeConfig } from './config-schema.js';
import { evaluate } from './evaluate.js';

export interface LoadedConfig {
  /** The folder of the configuration file. */
  readonly root: string;
  readonly file: string;
  readonly config: Config & { readonly out: string };
  /** Identifies its script, where that reads nothing but itself. */
  readonly hash: string | undefined;
}

/** Reads and checks the configuration: the file named, or the nearest one at or above `cwd`. */
export function loadConfig(options: {
  readonly cwd: string;
  readonly file?: string | undefined;
  readonly ahead?: readonly Bundle[] | undefined;
  /** The hash of a configuration in which this obsctl found nothing wrong: it is not looked at again. */
  readonly checked?: string | undefined;
}): LoadedConfig {
  const file = configFile(options);
  const root = dirname(file);
  const bundled = bundle({ root, name: 'config', entries: [file] }, options.ahead);
  const module = evaluate(bundled).modules[0];
  const hash = bundled.pure ? bundled.hash : undefined;
  if (hash === undefined || hash !== options.checked) mustBeConfig(module?.default, { root, file });
  const config = module?.default as Config;
  return { root, file, config: { ...config, out: config.out ?? 'build' }, hash };
}

/**
 * The hash of a configuration in which nothing is wrong, for whoever has time before it is loaded; undefined where
 * loading it has to say more, or may come out otherwise.
 */
export function checkedAhead(bundled: Bundle | undefined): string | undefined {
  // what it prints would be said twice
  if (!bundled?.pure || /\bconsole\b/.test(bundled.code)) return undefined;
  try {
    const { root, entries } = bundled;
    mustBeConfig(evaluate(bundled).modules[0]?.default, { root, file: join(root, entries[0] ?? '') });
    return bundled.hash;
  } catch {
    return undefined;
  }
}
