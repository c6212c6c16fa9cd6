import { readFileSync } from 'node:fs';
import { Agent, type Dispatcher, EnvHttpProxyAgent, ProxyAgent, request } from 'undici';
import type { HttpAccess } from '../define/targets.js';
import { UserError } from '../errors.js';
import { durationSeconds } from '../promql/duration.js';
import { type Answer, type Ask, type Client, pause } from './client.js';
import { reveal, type World } from './world.js';

/** How many requests are under way at once to one server. */
const connections = 8;
const tries = 5;

/** A client for one server: kept connections, its own trust, credentials, proxy, and patience. */
export function httpClient(access: HttpAccess, world: World): Client {
  const dispatcher = dispatcherFor(access, world);
  const headers = headersFor(access, world);
  const milliseconds = durationSeconds(access.timeout ?? '30s') * 1_000;

  const once = async (path: string, { method = 'GET', body, headers: more, signal }: Ask): Promise<Answer> => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const type = typeof body === 'object' ? { 'content-type': 'application/json' } : {};
    const answer = await request(`${access.url}${path}`, {
      method,
      headers: { ...headers, ...type, ...more },
      ...(text === undefined ? {} : { body: text }),
      headersTimeout: milliseconds,
      bodyTimeout: milliseconds,
      dispatcher,
      ...(signal ? { signal } : {}),
    });
    const received = await answer.body.text();
    const { statusCode: status } = answer;
    return {
      status,
      ok: status >= 200 && status < 300,
      headers: answer.headers,
      text: received,
      json: parsed(received),
    };
  };

  const ask = async (path: string, what: Ask = {}): Promise<Answer> => {
    const most = what.tries ?? tries;
    const repeatable = what.repeatable ?? (what.method ?? 'GET') !== 'POST';
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await once(path, what);
        const turnedAway = answer.status === 429 || answer.status === 503;
        const transient = turnedAway || (repeatable && (answer.status === 502 || answer.status === 504));
        if (attempt >= most || !(transient || what.tryAgain?.(answer))) return answer;
        await pause(retryAfter(answer, world) ?? backoff(attempt), what.signal);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (what.signal?.aborted) throw error;
        const neverArrived = code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN';
        const isLast = attempt >= (neverArrived ? Math.min(3, most) : most);
        if (isLast || !(repeatable || neverArrived) || isHopeless(code)) throw unreachable(access, error);
        await pause(backoff(attempt), what.signal);
      }
    }
  };
  return { ask, close: () => dispatcher.close() };
}

function unreachable({ url, tls }: HttpAccess, error: unknown): UserError {
  const { message, code, cause } = error as NodeJS.ErrnoException & { cause?: Error };
  const why = message || (cause?.message ?? code ?? 'no answer');
  return new UserError(`${url} cannot be reached: ${why}`, {
    code: 'target/unreachable',
    help:
      code === 'UND_ERR_SOCKET' && url.startsWith('https:')
        ? closedByServer(tls?.certFile)
        : 'check that it runs, and that `url`, `tls` and `proxy` of the target are right',
    exitCode: 3,
    cause: error,
  });
}

/** TLS 1.3 tells a client after its handshake that its certificate is missing or unknown, and then is gone. */
function closedByServer(certFile: string | undefined): string {
  if (certFile !== undefined) return `the server may not accept the certificate ${certFile}, or \`proxy\` is wrong`;
  return 'the server may want to see a certificate: name `certFile` and `keyFile` in `tls` of the target';
}

export function dispatcherFor({ tls, proxy, url }: HttpAccess, world: Pick<World, 'variables'>): Dispatcher {
  const connect = tls
    ? {
        ...(tls.caFile ? { ca: fileOf(tls.caFile, 'the authority', url) } : {}),
        ...(tls.certFile ? { cert: fileOf(tls.certFile, 'the certificate', url) } : {}),
        ...(tls.keyFile ? { key: fileOf(tls.keyFile, 'the key', url) } : {}),
        ...(tls.serverName ? { servername: tls.serverName } : {}),
        ...(tls.insecureSkipVerify ? { rejectUnauthorized: false } : {}),
      }
    : {};
  if (proxy) return new ProxyAgent({ uri: proxy, requestTls: connect, connections });
  const [httpProxy, httpsProxy, noProxy] = ['http_proxy', 'https_proxy', 'no_proxy'].map(
    (name) => world.variables[name] || world.variables[name.toUpperCase()] || '',
  );
  if (!httpProxy && !httpsProxy) return new Agent({ connections, connect });
  return new EnvHttpProxyAgent({
    ...{ ...(httpProxy ? { httpProxy } : {}), ...(httpsProxy ? { httpsProxy } : {}), ...(noProxy ? { noProxy } : {}) },
    ...{ connections, connect, requestTls: connect },
  });
}

function headersFor({ auth, headers = {} }: HttpAccess, world: World): Record<string, string> {
  const all: Record<string, string> = { 'user-agent': 'obsctl', accept: 'application/json' };
  for (const [name, value] of Object.entries(headers)) {
    all[name.toLowerCase()] =
      typeof value === 'string' ? value : reveal(value, world, `the header ${name}`, ['headers', name]);
  }
  if (auth?.auth === 'bearer')
    all.authorization = `Bearer ${reveal(auth.token, world, 'the token', ['auth', 'token'])}`;
  if (auth?.auth === 'basic') {
    const pair = `${auth.username}:${reveal(auth.password, world, `the password of ${auth.username}`, ['auth', 'password'])}`;
    all.authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
  }
  return all;
}

function fileOf(path: string, what: string, url: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UserError(`${what} for ${url} cannot be read from ${path}: ${(error as NodeJS.ErrnoException).code}`, {
      code: 'target/tls',
      help: 'paths in `tls` of a target are those of the machine that runs obsctl',
    });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A certificate nobody trusts stays untrusted. */
function isHopeless(code: string | undefined): boolean {
  return /CERT|SSL|TLS|SELF_SIGNED/.test(code ?? '');
}

/** Milliseconds, at most half a minute: a number of seconds, or a date. */
function retryAfter({ headers }: Answer, world: World): number | undefined {
  const value = headers['retry-after'];
  if (typeof value !== 'string') return undefined;
  const wait = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - world.now();
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), 30_000) : undefined;
}

/** Twice as long each time, and never two clients at the same moment. */
function backoff(attempt: number): number {
  const longest = Math.min(250 * 2 ** (attempt - 1), 10_000);
  return longest / 2 + (Math.random() * longest) / 2;
}
