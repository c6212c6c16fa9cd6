import { UserError } from '../errors.js';
import type { Origin } from '../types.js';
import { mustFit, type OptionsOf } from './options.js';
import { remember } from './origin.js';

/** A secret by reference. obsctl holds its value only at the moment it writes or sends it. */
export type Secret = SecretFile | SecretEnv;

export interface SecretFile {
  readonly secret: 'file';
  /** Where the server reads it. */
  readonly path: string;
  /** The variable from which `apply` writes that file (mode 0600); absent where somebody else puts it there. */
  readonly env?: string;
}

export interface SecretEnv {
  readonly secret: 'env';
  readonly env: string;
}

interface FileOptions {
  readonly env?: string;
}

const fileOptions: OptionsOf<FileOptions> = { env: 'text?' };

/** References to secrets; a literal value is refused wherever a secret belongs. */
export const secret = {
  /** A file on the server, an absolute path. With `env`, `apply` writes it from that variable. */
  file(path: string, options: FileOptions = {}): SecretFile {
    mustFit('secret.file()', options, fileOptions);
    if (!path.startsWith('/')) throw new UserError(`the secret's file has to be an absolute path, not ${path}`);
    if (options.env !== undefined) mustBeVariable(options.env);
    return remember({ secret: 'file', path, ...options });
  },
  /** An environment variable of whoever runs `apply`; the value reaches the server and nothing else. */
  env(name: string): SecretEnv {
    mustBeVariable(name);
    return remember({ secret: 'env', env: name });
  },
};

function mustBeVariable(name: string): void {
  if (/^[A-Z_][A-Z0-9_]*$/.test(name)) return;
  throw new UserError('a secret is named by an environment variable: capitals, digits and underscores', {
    code: 'secret/literal',
    help: "write secret.env('OBSCTL_SLACK_URL') and keep the value in that variable",
  });
}

/** What stands in a build for a value that is filled in when the file reaches its server. */
export function placeholder(env: string): string {
  return `<secret:${env}>`;
}

/** The same where the server insists on a URL. */
export function placeholderUrl(env: string): string {
  return `https://secret.invalid/${placeholder(env)}`;
}

/** Refuses anything but a reference; the value is never repeated in the message. */
export function mustBeSecret(value: Secret | undefined, what: string): void {
  if (value === undefined || (typeof value === 'object' && 'secret' in value)) return;
  throw new UserError(`${what} is a secret and was written out`, {
    code: 'secret/literal',
    help: "refer to it: secret.file('/path/on/the/server') or secret.env('NAME')",
  });
}

const tokens: readonly (readonly [RegExp, string])[] = [
  [/https?:\/\/hooks\.slack(-gov)?\.com\/\S/i, 'a Slack webhook URL'],
  [/\bxox[a-z]-[\w-]{8}|\bxapp-[\w-]{8}/, 'a Slack token'],
  [/https?:\/\/[^/\s]*\.(webhook\.office\.com|logic\.azure\.com|powerplatform\.com)\b/i, 'a Teams workflow URL'],
  [/\b[0-9a-f]{32}\b/i, 'a PagerDuty key'],
  [/\bBearer\s+(?=\S*\d)[\w.~+/-]{8}/i, 'a bearer token'],
  [/\bAKIA[0-9A-Z]{16}\b/, 'an AWS access key'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
  // looks for what is rare, and from there back: to look at each word takes ten times as long
  [/:\/\/(?<=\b[a-z][a-z0-9+.-]*:\/\/)[^/\s@{}]+@/i, 'a user name or password in a URL'],
];

/** Refuses texts that hold something which looks like a secret. */
export function refuseTokens(value: unknown, what: string, origin?: Origin): void {
  if (typeof value === 'string') {
    const found = tokens.find(([pattern]) => pattern.test(value));
    if (!found) return;
    throw new UserError(`${what} holds ${found[1]}`, {
      code: 'secret/literal',
      help: 'whoever reads the repository could use it: revoke it, then refer to the new one with secret.file or secret.env',
      origin,
    });
  }
  if (typeof value !== 'object' || value === null || 'secret' in value) return;
  for (const [key, inner] of Object.entries(value)) refuseTokens(inner, `${what}.${key}`, origin);
}
