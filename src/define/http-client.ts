import { UserError } from '../errors.js';
import type { OptionsOf } from './options.js';
import { remember } from './origin.js';
import { mustBeSecret, type Secret } from './secret.js';

/** How a server checks its peers and shows itself to them. Paths are those on the server that connects. */
export interface Tls {
  /** The authorities it trusts. Default: those of its system. */
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  /** The name in the peer's certificate, where that is not the host name. */
  readonly serverName?: string;
  /** Accepts any certificate, whoever shows it. */
  readonly insecureSkipVerify?: boolean;
}

export const tlsOptions: OptionsOf<Tls> = {
  caFile: 'text?',
  certFile: 'text?',
  keyFile: 'text?',
  serverName: 'text?',
  insecureSkipVerify: 'boolean?',
};

export type Auth = BearerAuth | BasicAuth;

export interface BearerAuth {
  readonly auth: 'bearer';
  readonly token: Secret;
}

export interface BasicAuth {
  readonly auth: 'basic';
  readonly username: string;
  readonly password: Secret;
}

/** Sent as `Authorization: Bearer …`. */
export function bearerToken(token: Secret): BearerAuth {
  mustBeSecret(token, 'the bearer token');
  return remember({ auth: 'bearer', token });
}

/** Sent as `Authorization: Basic …`. */
export function basicAuth(username: string, password: Secret): BasicAuth {
  mustBeSecret(password, 'the password');
  return remember({ auth: 'basic', username, password });
}

/** Refuses anything but `host:port`: schemes and paths have fields of their own. */
export function mustBeAddress(address: string, what: string): void {
  if (/^(\[[0-9a-f:.]+\]|[\w.-]+):\d{1,5}$/i.test(address)) return;
  throw new UserError(`${what} is ${address}, which is no address`, {
    code: 'target/address',
    help: 'write host:port, such as db-1.example.com:5432',
  });
}
