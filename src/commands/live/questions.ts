import { type Client, refusal } from '../../targets/client.js';
import { createPace } from '../../targets/pace.js';
import type { KeptAnswers } from './kept-answers.js';

/** How many queries are under way at once: few, as they slow each other down, and their time is judged. */
const together = 4;

/** Labels of series that ended before this are not there any more. */
const secondsBack = 3_600;

/** What a server answered to a query. */
export interface Answered {
  readonly series: number;
  readonly milliseconds: number;
  /** What the server has against the query. */
  readonly error?: string;
}

/** What can be asked; what is asked twice goes to the server once. */
export interface Questions {
  readonly query: (text: string) => Promise<Answered>;
  /** The names of the labels that series of a selector have; none where there are no such series. */
  readonly labels: (selector: string) => Promise<readonly string[]>;
  /** Something was found in that answer: it is asked for again the next time, and not believed for some minutes. */
  readonly doubt: (kind: 'query' | 'labels', text: string) => void;
}

export function questions(options: {
  readonly client: Client;
  readonly url: string;
  readonly kept: KeptAnswers;
  /** In milliseconds since 1970. */
  readonly now: number;
  readonly progress?: ((step: string) => void) | undefined;
}): Questions {
  const { client, url, kept, now, progress } = options;
  const since = Math.floor(now / 1_000) - secondsBack;
  const answers = new Map<string, Promise<unknown>>();
  let open = 0;
  const { run: inTurn } = createPace(together);
  const once = <T>(question: string, asked: () => Promise<T>): Promise<T> => {
    const earlier = answers.get(question);
    if (earlier) return earlier as Promise<T>;
    const known = kept.get(question) as T | undefined;
    open += 1;
    // waiting for its turn is no time that the query takes
    const answer = (known === undefined ? inTurn(asked) : Promise.resolve(known)).then((found) => {
      if (known === undefined) kept.keep(question, found);
      open -= 1;
      progress?.(`${url}: ${open} queries to go`);
      return found;
    });
    answers.set(question, answer);
    return answer;
  };
  return {
    query: (text) => once(`query ${text}`, () => askQuery(client, url, text)),
    labels: (selector) => once(`labels ${selector}`, () => askLabels(client, url, selector, since)),
    doubt: (kind, text) => kept.forget(`${kind} ${text}`),
  };
}

async function askQuery(client: Client, url: string, query: string): Promise<Answered> {
  const started = performance.now();
  const answer = await client.ask(`/api/v1/query?query=${encodeURIComponent(query)}`);
  const milliseconds = performance.now() - started;
  const { error, data } = (answer.json ?? {}) as { error?: string; data?: { result?: unknown } };
  if (answer.ok) return { series: Array.isArray(data?.result) ? data.result.length : 0, milliseconds };
  if (answer.status === 400 || answer.status === 422) return { series: 0, milliseconds, error: error ?? answer.text };
  throw refusal(url, 'a query', answer);
}

async function askLabels(client: Client, url: string, selector: string, since: number): Promise<readonly string[]> {
  const answer = await client.ask(`/api/v1/labels?match[]=${encodeURIComponent(selector)}&start=${since}`);
  const { data } = (answer.json ?? {}) as { data?: unknown };
  if (answer.ok && Array.isArray(data)) return data.map(String);
  throw refusal(url, `the labels of ${selector}`, answer);
}
