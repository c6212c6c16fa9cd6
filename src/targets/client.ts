import { UserError } from '../errors.js';

export interface Ask {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as it is where it is text, else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Whether it may be sent again when nobody knows if it arrived. Default: all but POST. What the server turned away
   * (429, 503) is sent again in any case.
   */
  readonly repeatable?: boolean;
  /** Answers beside 429, 502, 503 and 504 that are worth another try. */
  readonly tryAgain?: (answer: Answer) => boolean;
  /** How often it is tried, 5 times unless told; once is for callers who look for themselves what became of it. */
  readonly tries?: number;
  readonly signal?: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly ok: boolean;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body as JSON; undefined where it is none. */
  readonly json: unknown;
}

export interface Client {
  /** `path` begins with a slash and follows the target's URL. */
  readonly ask: (path: string, ask?: Ask) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

/** Says what a server answered instead of what was asked for; credentials and refusals end with exit code 3. */
export function refusal(url: string, what: string, answer: Answer): UserError {
  const said = saidBy(answer);
  if (answer.status === 401 || answer.status === 403) {
    return new UserError(`${url} refuses us ${what}: ${answer.status}${said}`, {
      code: 'target/refused',
      help: 'check the credentials in `auth` of the target, and what they are allowed to do',
      exitCode: 3,
    });
  }
  return new UserError(`${url} answered ${answer.status} to ${what}${said}`, { code: 'target/failed', exitCode: 3 });
}

function saidBy({ json, text }: Answer): string {
  const { message, error } = (json ?? {}) as { message?: unknown; error?: unknown };
  const said = [message, error, text].find((one) => typeof one === 'string' && one.trim() !== '') as string | undefined;
  return said ? `: ${said.trim().slice(0, 500)}` : '';
}

/** Waits, unless or until it is aborted. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });
}
