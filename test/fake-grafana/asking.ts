/** A client for tests of the fake: what it was told, as it was told. */
export interface Told {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects
  readonly body: any;
  readonly headers: Headers;
}

export type Ask = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Told>;

export const admin = `Basic ${Buffer.from('admin:admin').toString('base64')}`;

export function asking(url: string, authorization = admin): Ask {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(url + path, {
      method,
      headers: { authorization, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : undefined, headers: response.headers };
  };
}
