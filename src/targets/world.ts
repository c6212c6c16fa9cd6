import { readFileSync } from 'node:fs';
import type { Versions } from '../define/config.js';
import type { Secret } from '../define/secret.js';
import { UserError } from '../errors.js';

/** What a target is told about where it is used, so that nothing here looks around by itself. */
export interface World {
  readonly project: string;
  readonly environment: string;
  readonly versions: Versions;
  /** The folder of the configuration. */
  readonly root: string;
  /** The environment variables of whoever runs obsctl. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The files of `secret.file(path, { env })`: what `apply` writes on servers that read them. */
  readonly secretFiles: readonly { readonly path: string; readonly env: string }[];
  /** A tool of this machine that judges files, of the version or the nearest to it. */
  readonly findTool: (name: 'promtool' | 'amtool', version: string) => Tool | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface Tool {
  readonly file: string;
  readonly version: string;
}

/**
 * The value of a secret that obsctl itself needs to reach a server. Never print what this returns.
 * @param path of the secret in its target's configuration
 */
export function reveal(secret: Secret, world: World, what: string, path?: readonly string[]): string {
  const { env } = secret;
  const value = env === undefined ? undefined : world.variables[env];
  if (value) return value;
  if (secret.secret === 'file') {
    try {
      return readFileSync(secret.path, 'utf8').trim();
    } catch (error) {
      throw new UserError(`${what} cannot be read from ${secret.path}: ${(error as NodeJS.ErrnoException).code}`, {
        code: 'target/secret-missing',
        help: env ? `put it there, or set ${env}` : 'put it there, or refer to another file',
        exitCode: 3,
        path,
      });
    }
  }
  throw new UserError(`${what} is expected in ${env}, which is not set`, {
    code: 'target/secret-missing',
    help: `set ${env} for this command, in CI from its own store of secrets`,
    exitCode: 3,
    path,
  });
}
