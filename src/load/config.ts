import { dirname } from 'node:path';
import * as z from 'zod';
import type { Config } from '../define/config.js';
import { UserError } from '../errors.js';
import { type Bundle, bundle } from './bundle.js';
import { configFile, fileName } from './config-file.js';
import { evaluate } from './evaluate.js';
import { stateSchema, targets } from './target-schema.js';

// to compile a schema that is used once takes longer than to use it
z.config({ jitless: true });

const version = z.string().regex(/^\d+\.\d+$/, 'a version is written major.minor, as in "2.53"');

const environment = z.looseObject({
  versions: z.strictObject({
    grafana: version,
    prometheus: version,
    alertmanager: version,
    blackbox: version,
    collector: version,
  }),
  histograms: z.enum(['classic', 'native']).optional(),
  targets: targets.optional(),
  state: stateSchema.optional(),
});

const inside = z
  .string()
  .min(1)
  .refine((path) => !path.startsWith('/') && !path.split(/[\\/]/).includes('..'), 'a folder inside the project');

const schema = z.strictObject({
  project: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and dashes'),
  definitions: z.array(inside).min(1),
  out: inside.optional(),
  environments: z
    .record(z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and dashes'), environment)
    .refine((environments) => Object.keys(environments).length > 0, 'name at least one environment'),
  checks: z.record(z.string(), z.enum(['error', 'warning', 'info', 'off'])).optional(),
});

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
}): LoadedConfig {
  const file = configFile(options);
  const root = dirname(file);
  const bundled = bundle({ root, name: 'config', entries: [file] }, options.ahead);
  const module = evaluate(bundled).modules[0];
  const parsed = schema.safeParse(module?.default);
  if (!parsed.success) throw invalid(fileName, parsed.error);
  const config = module?.default as Config;
  const hash = bundled.pure ? bundled.hash : undefined;
  return { root, file, config: { ...config, out: config.out ?? 'build' }, hash };
}

function invalid(file: string, error: z.ZodError): UserError {
  const diagnostics = error.issues.map((issue) => ({
    code: 'config/invalid',
    severity: 'error' as const,
    message: `${issue.path.join('.') || 'the default export'}: ${issue.message}`,
    origin: { file, line: 1, column: 1 },
  }));
  return new UserError(`${file} is not a valid configuration`, { code: 'config/invalid', diagnostics });
}
