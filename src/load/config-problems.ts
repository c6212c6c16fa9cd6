import type * as z from 'zod';
import { didYouMean } from '../nearest.js';
import type { Origin } from '../types.js';

/** What is wrong with a value of the configuration, and where in it. */
export interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly help: string;
}

type Path = readonly PropertyKey[];
type Issue = z.core.$ZodIssue;

/** The findings of the schema in words, one for each unknown key. */
export function problemsOf(error: z.ZodError, value: unknown, schema: z.ZodType): readonly Problem[] {
  return error.issues.flatMap((issue) => wordsOf(issue, value, schema));
}

/** What is wrong at one place that several environments share is told of the first of them, with the names of the others. */
export function onceWhereShared<T extends Problem & { readonly origin: Origin }>(problems: readonly T[]): readonly T[] {
  const found = new Map<string, T[]>();
  for (const one of problems) {
    const { path, message, help, origin } = one;
    const what = path[0] === 'environments' ? message.replace(nameOf(path.slice(0, 2)), '') : message;
    const key = JSON.stringify([origin, path.slice(2), help, what]);
    found.set(key, [...(found.get(key) ?? []), one]);
  }
  return [...found.values()].flatMap(([first, ...others]) => {
    if (!first || others.length === 0) return first ?? [];
    const names = others.map(({ path }) => String(path[1])).join(', ');
    return { ...first, message: `${first.message} (the same in ${names})` };
  });
}

function wordsOf(issue: Issue, value: unknown, schema: z.ZodType): readonly Problem[] {
  const { path } = issue;
  const found = valueAt(value, path);
  const name = path.length > 0 ? nameOf(path) : 'the configuration';
  const is = `${name} is ${found === undefined ? 'missing' : shown(found, path)}`;
  const problem = (message: string, help: string, at: Path = path): readonly Problem[] => [
    { path: at as (string | number)[], message, help },
  ];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = keysAt(schema, path, value);
      return issue.keys.flatMap((key) =>
        problem(`${name} has no option "${key}"${meant(key, known)}`, `the options are ${known.join(', ')}`, [
          ...path,
          key,
        ]),
      );
    }
    case 'invalid_type':
      if (path.length === 0)
        return problem('the default export is no configuration', 'write export default defineConfig({ … })');
      return problem(is, `it has to be ${kind(issue.expected)}`);
    case 'invalid_value':
      return problem(`${is}${meant(found, issue.values)}`, oneOf(issue.values));
    case 'invalid_union': {
      const { options } = issue as { readonly options?: readonly string[] };
      if (options) return problem(`${is}${meant(found, options)}`, oneOf(options));
      // the alternative that the value was meant to be: the one of which more than its kind is wrong
      const near = issue.errors.find((branch) =>
        branch.some((one) => one.path.length > 0 || one.code === 'unrecognized_keys'),
      );
      if (near) return near.flatMap((one) => wordsOf({ ...one, path: [...path, ...one.path] }, value, schema));
      return problem(is, `it can be ${alternatives(partAt(schema, path, value)).join(' or ')}`);
    }
    case 'invalid_key':
      return problem(`${name} is no name`, `it has to be ${issue.issues[0]?.message}`);
    case 'too_small':
      return problem(is, issue.origin === 'number' ? `the least is ${issue.minimum}` : 'it must not be empty');
    case 'too_big':
      return problem(is, `the most is ${issue.maximum}`);
    case 'invalid_format':
      return problem(is, `it has to be ${issue.message}`);
    default:
      return problem(`${name} ${issue.message}`, String(('params' in issue && issue.params?.help) || 'correct it'));
  }
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce((at, key) => (at as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key], value);
}

/** As it would be written: `environments.prod.targets[0].url`. */
function nameOf(path: Path): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key)),
    '',
  );
}

/** Never what may be a secret. */
function shown(value: unknown, path: Path): string {
  const isSecret = path.some((key) => /^(auth|token|password|headers|proxy|url)$/.test(String(key)));
  if (typeof value === 'string') return isSecret || value.length > 40 ? 'a text' : JSON.stringify(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0 ? 'empty' : 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  int: 'a whole number',
  number: 'a number',
  object: 'an object',
  record: 'an object',
};

const kind = (expected: string): string => kinds[expected] ?? expected;

function meant(value: unknown, known: readonly unknown[]): string {
  return typeof value === 'string' ? didYouMean(value, known.map(String)) : '';
}

function oneOf(values: readonly unknown[]): string {
  return values.length === 1 ? `it can only be ${values[0]}` : `it has to be one of ${values.join(', ')}`;
}

/** A part of a schema, as zod describes it. */
interface Part {
  readonly def: {
    readonly type: string;
    readonly shape?: Readonly<Record<string, Part>>;
    readonly innerType?: Part;
    readonly element?: Part;
    readonly valueType?: Part;
    readonly options?: readonly Part[];
    readonly discriminator?: string;
    readonly values?: readonly unknown[];
  };
}

/** The part of the schema that is about the value at a path. */
function partAt(schema: z.ZodType, path: Path, value: unknown): Part | undefined {
  let part: Part | undefined = schema as unknown as Part;
  let at = value;
  for (const key of path) {
    const { def }: Part = within(part, at) ?? { def: { type: 'unknown' } };
    part = def.shape?.[String(key)] ?? def.element ?? def.valueType;
    at = valueAt(at, [key]);
  }
  return part;
}

/** The options there are at a path. */
function keysAt(schema: z.ZodType, path: Path, value: unknown): readonly string[] {
  return Object.keys(within(partAt(schema, path, value), valueAt(value, path))?.def.shape ?? {});
}

/** What a value may be, as it is written. */
function alternatives(part: Part | undefined): readonly string[] {
  const { innerType, options, values, shape, type = 'unknown' } = part?.def ?? {};
  if (innerType) return alternatives(innerType);
  if (options) return options.flatMap(alternatives);
  if (values) return values.map((one) => JSON.stringify(one));
  return [shape ? `{ ${Object.keys(shape).join(', ')} }` : kind(type)];
}

/** Without what is around it: that it may be missing, and the alternatives that the value is not. */
function within(part: Part | undefined, value: unknown): Part | undefined {
  if (part?.def.innerType) return within(part.def.innerType, value);
  const { options, discriminator } = part?.def ?? {};
  if (!options) return part;
  return options.find((one) =>
    discriminator
      ? one.def.shape?.[discriminator]?.def.values?.includes(valueAt(value, [discriminator]))
      : one.def.shape !== undefined,
  );
}
