import { isObject, type Json } from '../../json.js';
import type { Path } from '../model.js';
import { atMostOne, isSet, type Report } from './problem.js';
import type { Fields } from './values.js';

const basicAuth = {
  username: 'text',
  username_file: 'text',
  username_ref: 'text',
  password: 'text',
  password_file: 'text',
  password_ref: 'text',
} as const;
const authorization = { type: 'text', credentials: 'text', credentials_file: 'text', credentials_ref: 'text' } as const;
export const tlsFields: Fields = {
  ...{ ca: 'text', ca_file: 'text', ca_ref: 'text', cert: 'text', cert_file: 'text', cert_ref: 'text' },
  ...{ key: 'text', key_file: 'text', key_ref: 'text', server_name: 'text', insecure_skip_verify: 'bool' },
  ...{ min_version: 'text', max_version: 'text' },
};
const proxy = {
  proxy_url: 'text',
  no_proxy: 'text',
  proxy_from_environment: 'bool',
  proxy_connect_header: 'map',
} as const;

const oauth2: Fields = {
  ...{
    client_id: 'text',
    client_secret: 'text',
    client_secret_file: 'text',
    client_secret_ref: 'text',
    grant_type: 'text',
  },
  ...{ client_certificate_key: 'text', client_certificate_key_file: 'text', client_certificate_key_ref: 'text' },
  ...{ client_certificate_key_id: 'text', signature_algorithm: 'text', iss: 'text', audience: 'text', claims: 'any' },
  ...{ scopes: 'texts', token_url: 'text', endpoint_params: 'textMap', tls_config: tlsFields },
  ...proxy,
};

export const httpFields: Fields = {
  ...{
    basic_auth: basicAuth,
    authorization,
    oauth2,
    bearer_token: 'text',
    bearer_token_file: 'text',
    tls_config: tlsFields,
  },
  ...{ follow_redirects: 'bool', enable_http2: 'bool', http_headers: 'headers' },
  ...proxy,
};

/** What the fields of an HTTP client demand of each other. */
export function checkHttp(value: unknown, path: Path, report: Report): void {
  if (!isObject(value)) return;
  const { basic_auth: basic, authorization: auth, oauth2: oauth } = value;
  atMostOne(value, ['bearer_token', 'bearer_token_file'], path, report);
  const ways = [basic, auth, oauth, value.bearer_token ?? value.bearer_token_file].filter(isSet);
  if (ways.length > 1) {
    report(path, 'it authenticates in two ways', 'keep one of basic_auth, authorization, oauth2, bearer_token');
  }
  if (isObject(basic)) {
    atMostOne(basic, ['username', 'username_file', 'username_ref'], [...path, 'basic_auth'], report);
    atMostOne(basic, ['password', 'password_file', 'password_ref'], [...path, 'basic_auth'], report);
  }
  if (isObject(auth)) {
    atMostOne(auth, ['credentials', 'credentials_file', 'credentials_ref'], [...path, 'authorization'], report);
    if (
      String(auth.type ?? '')
        .trim()
        .toLowerCase() === 'basic'
    ) {
      report([...path, 'authorization', 'type'], 'this type is basic', 'use basic_auth instead');
    }
  }
  if (isObject(oauth)) checkOauth(oauth, [...path, 'oauth2'], report);
  checkTls(value.tls_config, [...path, 'tls_config'], report);
  checkProxy(value, path, report);
}

function checkOauth(oauth: Json, path: Path, report: Report): void {
  for (const field of ['client_id', 'token_url']) {
    if (!isSet(oauth[field])) report(path, `oauth2 needs ${field}`);
  }
  atMostOne(oauth, ['client_secret', 'client_secret_file', 'client_secret_ref'], path, report);
  checkProxy(oauth, path, report);
}

function checkProxy(value: Json, path: Path, report: Report): void {
  const { proxy_url: url, proxy_from_environment: environment, no_proxy: none, proxy_connect_header: header } = value;
  if (environment === true && isSet(url))
    report([...path, 'proxy_url'], 'the proxy comes from the environment already');
  if (environment === true && isSet(none))
    report([...path, 'no_proxy'], 'the proxy comes from the environment already');
  if (isSet(none) && !isSet(url) && environment !== true) report([...path, 'no_proxy'], 'no_proxy needs a proxy_url');
  if (isObject(header) && Object.keys(header).length > 0 && environment !== true && !isSet(url)) {
    report([...path, 'proxy_connect_header'], 'proxy_connect_header needs a proxy_url');
  }
}

export function checkTls(value: unknown, path: Path, report: Report): void {
  if (!isObject(value)) return;
  for (const name of ['ca', 'cert', 'key']) atMostOne(value, [name, `${name}_file`, `${name}_ref`], path, report);
  const has = (name: string) => [name, `${name}_file`, `${name}_ref`].some((field) => isSet(value[field]));
  if (has('cert') !== has('key')) {
    report(
      path,
      `there is a ${has('cert') ? 'certificate' : 'key'} of the client, and no ${has('cert') ? 'key' : 'certificate'}`,
    );
  }
  for (const field of ['min_version', 'max_version']) {
    if (value[field] !== undefined && value[field] !== null && !/^TLS1[0-3]$/.test(String(value[field]))) {
      report([...path, field], `${value[field]} is no version of TLS`, 'write TLS12 or TLS13');
    }
  }
}
