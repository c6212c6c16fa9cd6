import * as z from 'zod';
import type { Versions } from '../define/config.js';
import { UserError } from '../errors.js';
import { placeInConfig } from './config-place.js';
import { onceWhereShared, problemsOf } from './config-problems.js';
import { versionProblem } from './server-versions.js';
import { stateSchema, targets } from './target-schema.js';

// to compile a schema that is used once takes longer than to use it
z.config({ jitless: true });

const version = (product: keyof Versions) =>
  z
    .string()
    .regex(/^\d+\.\d+$/, 'major.minor, as in "2.53"')
    .superRefine((text, context) => {
      const problem = /^\d+\.\d+$/.test(text) ? versionProblem(product, text) : undefined;
      if (problem)
        context.addIssue({ code: 'custom', message: problem, params: { help: 'state the version that runs' } });
    });

const known = {
  versions: z.strictObject({
    grafana: version('grafana'),
    prometheus: version('prometheus'),
    alertmanager: version('alertmanager'),
    blackbox: version('blackbox'),
    collector: version('collector'),
  }),
  histograms: z.enum(['classic', 'native']).optional(),
  targets: targets.optional(),
  state: stateSchema.optional(),
};

/** Definitions may keep what they like beside this; but what is nearly the name of an option was meant to be one. */
const environment = z.looseObject(known).superRefine((found, context) => {
  for (const key of Object.keys(found)) {
    if (Object.hasOwn(known, key)) continue;
    const option = Object.keys(known).find((one) => isSlip(key, one));
    if (!option) continue;
    const params = { help: `write ${option}; what definitions keep here needs a name that is less like it` };
    context.addIssue({ code: 'custom', path: [key], message: `is no option: did you mean "${option}"?`, params });
  }
});

/** One letter too few or too many, another case, or two letters exchanged; another letter makes another word. */
function isSlip(written: string, meant: string): boolean {
  const [a, b] = [written.toLowerCase(), meant.toLowerCase()];
  const sorted = (text: string) => [...text].sort().join('');
  if (a.length === b.length) return sorted(a) === sorted(b);
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return [...long].some((_, index) => long.slice(0, index) + long.slice(index + 1) === short);
}

const inside = z
  .string()
  .min(1)
  .refine((path) => !path.startsWith('/') && !path.split(/[\\/]/).includes('..'), {
    message: 'leads out of the project',
    params: { help: 'it has to be a folder inside the project' },
  });

const schema = z.strictObject({
  project: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and dashes'),
  definitions: z.array(inside).min(1),
  out: inside.optional(),
  environments: z
    .record(z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and dashes'), environment)
    .refine((environments) => Object.keys(environments).length > 0, {
      message: 'are missing',
      params: { help: 'name at least one environment: { prod: { versions: { … } } }' },
    }),
  checks: z.record(z.string(), z.enum(['error', 'warning', 'info', 'off'])).optional(),
  live: z
    .strictObject({
      series: z.number().min(0).optional(),
      seconds: z.number().min(0).optional(),
      cacheMinutes: z.number().min(0).optional(),
    })
    .optional(),
});

/** Throws what is wrong with a configuration, each at its place in the file or in what that imports. */
export function mustBeConfig(config: unknown, { root, file }: { readonly root: string; readonly file: string }): void {
  const parsed = schema.safeParse(config);
  if (parsed.success) return;
  const placed = problemsOf(parsed.error, config, schema).map((problem) => ({
    ...problem,
    origin: placeInConfig(root, file, problem.path),
  }));
  const diagnostics = onceWhereShared(placed).map(({ message, help, origin }) => ({
    code: 'config/invalid',
    severity: 'error' as const,
    message,
    help,
    origin,
  }));
  throw new UserError(`${file} is not a valid configuration`, { code: 'config/invalid', diagnostics });
}
