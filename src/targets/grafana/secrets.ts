import { randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { isUserError } from '../../errors.js';
import type { Json } from '../../json.js';
import { reveal, type World } from '../world.js';
import { objectOf, textOf } from './json.js';
import { mask } from './resources.js';

/**
 * The secrets of a data source, at the last moment before it is sent. A build refers to them as Grafana's own files do:
 * `$NAME` or `${NAME}` for a variable, `$__file{/path}` for a file, two dollars for one.
 */
export function secretsOf(source: Json, world: World): Readonly<Record<string, string>> {
  const given = Object.entries(objectOf(source.secureJsonData));
  // what only says that it is there stays as it is
  const known = given.filter(([, value]) => value !== mask);
  return Object.fromEntries(
    known.map(([name, value]) => [name, revealed(textOf(value), `${name} of the data source ${source.name}`, world)]),
  );
}

const reference = /\$(?:(\$)|__file\{([^}]+)\}|__env\{(\w+)\}|\{([A-Z_][A-Z0-9_]*)\}|([A-Z_][A-Z0-9_]*))/g;

function revealed(text: string, what: string, world: World): string {
  return text.replace(reference, (_, dollar, path, ...variables) => {
    if (dollar) return '$';
    const env = variables.slice(0, 3).find(Boolean);
    if (env) return reveal({ secret: 'env', env }, world, what);
    const source = world.secretFiles.find((one) => one.path === path);
    return reveal({ secret: 'file', path, ...(source ? { env: source.env } : {}) }, world, what);
  });
}

/** The names of those that are not what a mark says was sent last; who does not know the values need not. */
export async function changedSecrets(source: Json, noted: unknown, world: World): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const [name, value] of Object.entries(valuesKnown(source, world))) {
    const [salt = '', sum] = textOf(objectOf(noted)[name]).split('.');
    if (sum !== undefined && (await fingerprint(value, salt)) !== `${salt}.${sum}`) changed.push(name);
  }
  return changed;
}

function valuesKnown(source: Json, world: World): Readonly<Record<string, string>> {
  try {
    return secretsOf(source, world);
  } catch (error) {
    if (isUserError(error)) return {};
    throw error;
  }
}

const slow = promisify<string, string, number, Buffer>(scrypt);

/**
 * What a mark keeps of a secret to tell it from another one. Whoever reads data sources sees it, so it is salted, slow
 * to make, and short: one guess in a million fits, which finds nobody's password.
 */
export async function fingerprint(value: string, salt = randomBytes(8).toString('hex')): Promise<string> {
  const sum = await slow(value, salt, 8);
  return `${salt}.${sum.toString('hex').slice(0, 5)}`;
}
