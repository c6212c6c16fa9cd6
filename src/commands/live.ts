import type { FileNote } from '../checks/check.js';
import type { Everything } from '../checks/model/everything.js';
import { type AcceptedQuery, accepted } from '../checks/model/query.js';
import type { LiveBudget } from '../define/config.js';
import type { SelectorExpr } from '../promql/ast.js';
import { print } from '../promql/print.js';
import { selectorsIn } from '../promql/walk.js';
import { type Client, refusal } from '../targets/client.js';
import { createPace } from '../targets/pace.js';
import type { Diagnostic, Severity } from '../types.js';

/**
 * More series than these are more than anybody looks at, and what a rule costs at each evaluation; a rule that takes
 * longer delays its whole group.
 */
const usual: Required<LiveBudget> = { series: 1_000, seconds: 1 };

/** How many queries are under way at once: few, as they slow each other down, and their time is judged. */
const together = 4;

/** Series of Prometheus itself that are there only while alerts are: that there are none says nothing. */
const ofAlerts = new Set(['ALERTS', 'ALERTS_FOR_STATE']);

type Note = Pick<Diagnostic, 'code' | 'severity' | 'message' | 'help'>;

/**
 * What only a server can tell: whether it has the series that queries read, whether it takes them, how much they
 * return and how long that takes. What is said twice is asked once; the client bounds how much is asked at a time.
 */
export async function liveFindings(options: {
  readonly all: Everything;
  readonly client: Client;
  readonly url: string;
  readonly budget?: LiveBudget | undefined;
  readonly progress?: ((step: string) => void) | undefined;
}): Promise<Diagnostic[]> {
  const { all, url } = options;
  const budget = { ...usual, ...options.budget };
  const answers = new Map<string, Promise<Answered>>();
  let open = 0;
  const { run: inTurn } = createPace(together);
  const ask = (query: string) => {
    const earlier = answers.get(query);
    if (earlier) return earlier;
    open += 1;
    // waiting for its turn is no time that the query takes
    const answer = inTurn(() => asked(options.client, url, query)).finally(() => {
      open -= 1;
      options.progress?.(`${url}: ${open} queries to go`);
    });
    answers.set(query, answer);
    return answer;
  };
  const found = await Promise.all(
    all.queries
      .flatMap((query) => accepted(query) ?? [])
      .map(async (query) => {
        const selectors = selectorsIn(query.expr).filter(({ name }) => name !== undefined && !all.records.has(name));
        const lacking = await Promise.all(selectors.map((selector) => lackingOf(selector, ask)));
        const whole = isWhole(query) ? await ofWhole(query, ask, budget) : [];
        return [
          ...lacking.flatMap((note, index) => (note ? [diagnostic(query, note, selectors[index])] : [])),
          ...whole.map((note) => diagnostic(query, note)),
        ];
      }),
  );
  return found.flat();
}

interface Answered {
  readonly series: number;
  readonly milliseconds: number;
  /** What the server has against the query. */
  readonly error?: string;
}

async function asked(client: Client, url: string, query: string): Promise<Answered> {
  const started = performance.now();
  const answer = await client.ask(`/api/v1/query?query=${encodeURIComponent(query)}`);
  const milliseconds = performance.now() - started;
  const { error, data } = (answer.json ?? {}) as { error?: string; data?: { result?: unknown } };
  if (answer.ok) return { series: Array.isArray(data?.result) ? data.result.length : 0, milliseconds };
  if (answer.status === 400 || answer.status === 422) return { series: 0, milliseconds, error: error ?? answer.text };
  throw refusal(url, 'a query', answer);
}

type AskQuery = (query: string) => Promise<Answered>;

/** Of a selector what can be asked without knowing what its variables are. */
async function lackingOf(selector: SelectorExpr, ask: AskQuery): Promise<Note | undefined> {
  const { name = '', matchers } = selector;
  if (isVariable(name) || ofAlerts.has(name)) return undefined;
  const firm = matchers.filter(({ label, value }) => !isVariable(label) && !isVariable(value));
  const narrow = print({ type: 'selector', name, matchers: firm });
  if ((await ask(`count(${narrow})`)).series > 0) return undefined;
  const broad = print({ type: 'selector', name, matchers: [] });
  const help = 'is it exposed under another name, or only after something has happened?';
  if (firm.length === 0 || (await ask(`count(${broad})`)).series === 0) {
    return { code: 'live/no-metric', severity: 'warning', message: `the server has no series ${name}`, help };
  }
  const message = `the server has ${name}, and none as ${narrow}`;
  return { code: 'live/no-series', severity: 'warning', message, help: 'compare the labels with those of the server' };
}

async function ofWhole({ text, context }: AcceptedQuery, ask: AskQuery, budget: Required<LiveBudget>): Promise<Note[]> {
  const { error, series, milliseconds } = await ask(text);
  const note = (code: string, severity: Severity, message: string, help: string): Note[] => [
    { code, severity, message, help },
  ];
  if (error !== undefined)
    return note('live/refused', 'error', `the server refuses the query: ${error}`, 'see what it says');
  return [
    ...(series > budget.series
      ? note(
          'live/many-series',
          'warning',
          `the query returns ${series} series, more than ${budget.series}`,
          'aggregate it, or raise live.series in the configuration',
        )
      : []),
    ...(milliseconds > budget.seconds * 1_000
      ? note(
          'live/slow',
          'warning',
          `the query takes ${Math.ceil(milliseconds)} ms, more than ${budget.seconds * 1_000}`,
          'record parts of it, read fewer series, or raise live.seconds in the configuration',
        )
      : []),
    ...(series === 0 && context === 'record'
      ? note('live/empty', 'info', 'the rule records nothing now', 'is what it reads only there at times?')
      : []),
  ];
}

/** A query with variables means nothing to the server. */
function isWhole({ text, context }: AcceptedQuery): boolean {
  return (context === 'alert' || context === 'record') && !isVariable(text);
}

function isVariable(text: string): boolean {
  return /\$\{?\w|\[\[/.test(text);
}

function diagnostic({ owner, subject, path, from }: AcceptedQuery, note: Note, selector?: SelectorExpr): Diagnostic {
  const { span } = selector ?? {};
  const place: FileNote['span'] = span && { start: span.start + from, end: span.end + from };
  return { ...note, message: `${owner}: ${note.message}`, origin: subject.place(path, place) };
}
