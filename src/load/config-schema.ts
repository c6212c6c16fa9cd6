import * as z from 'zod';
import { UserError } from '../errors.js';
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

/** Throws what is wrong with a configuration. */
export function mustBeConfig(config: unknown, file: string): void {
  const parsed = schema.safeParse(config);
  if (parsed.success) return;
  const diagnostics = parsed.error.issues.map((issue) => ({
    code: 'config/invalid',
    severity: 'error' as const,
    message: `${issue.path.join('.') || 'the default export'}: ${issue.message}`,
    origin: { file, line: 1, column: 1 },
  }));
  throw new UserError(`${file} is not a valid configuration`, { code: 'config/invalid', diagnostics });
}
