import type { Auth, Tls } from '../define/http-client.js';
import { secretField } from './alertmanager/secrets.js';
import { given } from './given.js';
import type { Input } from './input.js';

/** `tls_config`, as Prometheus and the blackbox exporter read it. */
export function tlsBody(tls: Tls | true | undefined): object {
  if (!tls || tls === true || Object.keys(tls).length === 0) return {};
  return {
    tls_config: given({
      ca_file: tls.caFile,
      cert_file: tls.certFile,
      key_file: tls.keyFile,
      server_name: tls.serverName,
      insecure_skip_verify: tls.insecureSkipVerify,
    }),
  };
}

/** `authorization` or `basic_auth`, as Prometheus and the blackbox exporter read them. */
export function authBody(auth: Auth | undefined, input: Input): object {
  if (!auth) return {};
  if (auth.auth === 'bearer') {
    const field = { key: 'credentials', fileKey: 'credentials_file', owner: auth, what: 'a bearer token' };
    return { authorization: secretField(input, auth.token, field) };
  }
  const field = { key: 'password', fileKey: 'password_file', owner: auth, what: 'a password' };
  return { basic_auth: { username: auth.username, ...secretField(input, auth.password, field) } };
}
