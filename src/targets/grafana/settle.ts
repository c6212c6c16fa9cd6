import { isUserError } from '../../errors.js';
import type { Live, Write } from '../../types/target.js';
import type { Diagnostic } from '../../types.js';
import { type Answer, pause, refusal } from '../client.js';
import type { Pace } from '../pace.js';
import { objectOf, textOf } from './json.js';

export type Settled =
  | { readonly done: true; readonly version?: string }
  | { readonly done: false; readonly diagnostic: Diagnostic; readonly unreachable?: boolean };

/** How often a write is sent that may have arrived, and one that the server turned away. */
const tries = 8;
const triesTurnedAway = 40;

/** SQLite has one writer at a time; a request that is told so has changed nothing. */
const isLocked = ({ status, text }: Answer) => status === 500 && /database is locked|SQLITE_BUSY/i.test(text);
/** Says no, and not because of a version. */
const isFinal = ({ status }: Answer) => status < 500 && status !== 409 && status !== 412;
const isTurnedAway = (answer: Answer) => answer.status === 429 || answer.status === 503 || isLocked(answer);

/**
 * Makes one write and finds out what became of it. An answer that leaves it open (a broken connection, a 5xx, a refusal
 * that may be the echo of our own first try) is settled by reading: it has landed, everything is as before, or somebody
 * else was there.
 */
export async function settle(options: {
  readonly write: Write;
  readonly url: string;
  readonly send: () => Promise<Answer>;
  readonly look: () => Promise<Live | undefined>;
  readonly isDone: (now: Live | undefined) => boolean;
  readonly pace: Pace;
  readonly signal: AbortSignal;
}): Promise<Settled> {
  const { write, url, send, look, isDone, pace } = options;
  let last: Answer | undefined;
  let isOpen = false;
  let turnedAway = 0;
  for (let attempt = 1; attempt <= tries && turnedAway < triesTurnedAway; attempt += 1) {
    const answer = await unlessBroken(send);
    last = answer ?? last;
    if (answer?.ok) return { done: true, ...versionIn(answer) };
    if (answer && isTurnedAway(answer)) {
      pace.slower();
      turnedAway += 1;
      attempt -= 1;
      await pause(saidWait(answer) ?? Math.min(100 * turnedAway, 3_000) * (0.5 + Math.random() / 2));
      continue;
    }
    if (answer && write.op === 'delete' && answer.status === 404) return { done: true };
    if (answer && isFinal(answer)) return failed(write, url, answer);
    // a refusal after that may be the echo of our own first try, and what is read then may still be old
    if (!answer || answer.status >= 500) isOpen = true;
    const seen = await lookAgain(look);
    if (seen === 'unknown') return nobodyKnows(write, url);
    if (isDone(seen.live)) return { done: true, ...(seen.live ? { version: seen.live.version } : {}) };
    if (seen.live?.version !== write.live?.version) return moved(write, isOpen);
    // nothing has changed, so the refusal is about something else
    if (answer && answer.status < 500 && !isOpen) return failed(write, url, answer);
    await pause(waitFor(answer, attempt));
  }
  return last && !isOpen ? failed(write, url, last) : nobodyKnows(write, url);
}

/** What a broken connection leaves behind is neither success nor failure. */
async function unlessBroken(send: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await send();
  } catch (error) {
    if (isUserError(error) && error.code === 'target/unreachable') return undefined;
    throw error;
  }
}

async function lookAgain(look: () => Promise<Live | undefined>): Promise<{ live: Live | undefined } | 'unknown'> {
  try {
    return { live: await look() };
  } catch (error) {
    if (isUserError(error)) return 'unknown';
    throw error;
  }
}

function versionIn({ json }: Answer): { readonly version?: string } {
  const body = objectOf(json);
  const version = objectOf(body.metadata).resourceVersion ?? objectOf(body.datasource).version ?? body.version;
  return version === undefined ? {} : { version: String(version) };
}

/** Milliseconds: what the server says, or twice as long each time and never twice the same. */
function waitFor(answer: Answer | undefined, attempt: number): number {
  const longest = Math.min(100 * 2 ** attempt, 5_000);
  return saidWait(answer) ?? longest / 2 + (Math.random() * longest) / 2;
}

function saidWait(answer: Answer | undefined): number | undefined {
  const seconds = Number(answer?.headers['retry-after']);
  return seconds > 0 ? Math.min(seconds * 1_000, 30_000) : undefined;
}

const named = ({ change }: Write) => `${change.kind} ${change.id}`;

function failed(write: Write, url: string, answer: Answer): Settled {
  const { message, help, code } = refusal(url, `the ${write.op} of ${named(write)}`, answer);
  const causes = objectOf(objectOf(answer.json).details).causes;
  const why = Array.isArray(causes) ? `: ${causes.map((one) => textOf(objectOf(one).field)).join(', ')}` : '';
  return { done: false, diagnostic: diagnosticOf(write, code, message + why, help) };
}

function moved(write: Write, isOpen: boolean): Settled {
  const ours = isOpen ? 'whether ours came before theirs is not known' : 'it was left as it is';
  const message = `${named(write)} was changed by somebody else after the plan was made; ${ours}`;
  return {
    done: false,
    diagnostic: diagnosticOf(write, 'apply/moved', message, 'make a new plan, which shows their change'),
  };
}

function nobodyKnows(write: Write, url: string): Settled {
  const message = `whether the ${write.op} of ${named(write)} was made is not known: ${url} did not answer clearly`;
  const diagnostic = diagnosticOf(
    write,
    'apply/unknown',
    message,
    'plan again when it does: what was made is found then',
  );
  return { done: false, diagnostic, unreachable: true };
}

export function diagnosticOf({ change }: Write, code: string, message: string, help?: string): Diagnostic {
  const { kind, id, origin } = change;
  const rest = { ...(help ? { help } : {}), ...(origin ? { origin } : {}) };
  return { code, severity: 'error', message, ...rest, resource: { kind, id } };
}
