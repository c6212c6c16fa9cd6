/** Answers in the shapes Grafana gives them. */
export type Json = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const charset = { 'content-type': 'application/json; charset=UTF-8' };

export const ok = (body: unknown, status = 200): Answer => ({ status, body });

/** A page of Grafana's own: settings, health. */
export const page = (body: unknown, status = 200): Answer => ({ status, body, headers: charset });

/** A refusal of `/api`. */
export const refuse = (status: number, message: string, more: Json = {}): Answer => ({
  status,
  body: { message, ...more },
});

export const notFound: Answer = { status: 404, body: { message: 'Not found' }, headers: charset };

export const unauthorized = (message = 'Unauthorized', messageId = 'auth.unauthorized'): Answer => ({
  status: 401,
  body: { extra: null, message, messageId, statusCode: 401, traceID: '' },
  headers: charset,
});

export const denied = (permissions: string): Answer => ({
  status: 403,
  body: {
    accessErrorId: `ACE${String(Math.random()).slice(2, 12)}`,
    message: `You'll need additional permissions to perform this action. Permissions needed: ${permissions}`,
    title: 'Access denied',
  },
  headers: charset,
});

/** A refusal of `/apis`: a Status object. */
export function failure(code: number, message?: string, more: { reason?: string; details?: Json } = {}): Answer {
  const { reason, details } = more;
  return {
    status: code,
    body: {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      ...(message === undefined ? {} : { message }),
      ...(reason ? { reason } : {}),
      ...(details ? { details } : {}),
      code,
    },
  };
}

/** What `/apis` calls an object in its refusals. */
export interface Named {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
}

const full = ({ group, kind, name }: Named) => `${kind}.${group} "${name}"`;

export const appMissing = (named: Named): Answer =>
  failure(404, `${full(named)} not found`, { reason: 'NotFound', details: { ...named } });

export const appExists = (named: Named): Answer =>
  failure(409, `${full(named)} already exists`, { reason: 'AlreadyExists', details: { ...named } });

export const appConflict = (named: Named): Answer =>
  failure(
    409,
    `Operation cannot be fulfilled on ${full(named)}: the object has been modified; please apply your changes to the latest version and try again`,
    { reason: 'Conflict', details: { ...named } },
  );

export const appDeleted = (named: Named, uid: string): Answer =>
  ok({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details: { ...named, uid } });
