import type { Everything } from '../../checks/model/everything.js';
import { type AcceptedQuery, accepted } from '../../checks/model/query.js';
import type { LiveBudget } from '../../define/config.js';
import type { HttpAccess } from '../../define/targets.js';
import { UserError } from '../../errors.js';
import type { Project } from '../../load/project.js';
import type { Span } from '../../promql/ast.js';
import { selectorsIn } from '../../promql/walk.js';
import { httpClient } from '../../targets/http.js';
import type { Diagnostic, Path, Subject } from '../../types.js';
import { type LiveNote, liveChecks } from './checks.js';
import { keptAnswers } from './kept-answers.js';
import { lackingLabels, wantedLabels } from './labels.js';
import { costOf, lackingOf } from './queries.js';
import { type Questions, questions } from './questions.js';
import { deadRunbooks } from './runbooks.js';
import { canBeAsked } from './selectors.js';

/**
 * More series than these are more than anybody looks at, and what a rule costs at each evaluation; a rule that takes
 * longer delays its whole group. Answers are believed for so many minutes.
 */
const usual = { series: 1_000, seconds: 1, cacheMinutes: 10 };

interface Asking {
  readonly project: Project;
  readonly checked: readonly Everything[];
  readonly prometheusUrl?: string | undefined;
  /** Whether what was answered some minutes ago is believed. Default: yes. */
  readonly cache?: boolean | undefined;
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
  readonly variables?: Readonly<Record<string, string | undefined>> | undefined;
  readonly progress?: ((step: string) => void) | undefined;
}

export interface Asked {
  readonly diagnostics: readonly Diagnostic[];
  /** How many answers are from an earlier run, and how many minutes old they may be. */
  readonly kept: number;
  readonly minutes: number;
}

/** What the Prometheus of an environment says of the project's queries, and whether the runbooks answer. */
export async function askServer({ project, checked, prometheusUrl, ...options }: Asking): Promise<Asked> {
  const { variables = {}, progress, cache = true } = options;
  const now = options.now?.() ?? 0;
  const [environment, another] = project.environments;
  const [all] = checked;
  if (!environment || !all || another) {
    throw new UserError('--live asks the server of one environment', { help: 'name it: --env prod' });
  }
  const target = environment.config.targets?.find(({ system }) => system === 'prometheus');
  const access = prometheusUrl === undefined ? (target as HttpAccess | undefined) : { url: prometheusUrl };
  if (!access) {
    throw new UserError(`nobody says where the Prometheus of ${environment.name} answers`, {
      help: 'give it a target in the configuration, or say --prometheus-url',
    });
  }
  const url = access.url.replace(/\/+$/, '');
  const world = {
    project: project.name,
    environment: environment.name,
    versions: environment.config.versions,
    root: project.root,
    variables,
    secretFiles: [],
    findTool: () => undefined,
    now: () => 0,
  };
  const budget = { ...usual, ...project.live };
  const minutes = cache ? budget.cacheMinutes : 0;
  const kept = keptAnswers({ root: project.root, asked: access, minutes, now });
  const client = httpClient({ ...access, url }, world);
  try {
    const ask = questions({ client, url, kept, now, progress });
    const queries = all.queries.flatMap((query) => accepted(query) ?? []);
    const found = [
      ...(await Promise.all(queries.map((query) => notesOfQuery(query, all.records, ask, budget)))).flat(),
      ...(await runbookNotes({ all, world, kept, progress })),
    ];
    return { diagnostics: found.flatMap((one) => diagnosed(one, project) ?? []), kept: kept.used(), minutes };
  } finally {
    // what was answered holds, even where another question failed
    kept.save();
    await client.close();
  }
}

interface FoundLive {
  readonly owner: string;
  readonly subject: Subject;
  readonly path: Path;
  readonly span?: Span;
  readonly note: LiveNote;
}

async function notesOfQuery(
  query: AcceptedQuery,
  records: ReadonlySet<string>,
  ask: Questions,
  budget: Required<LiveBudget>,
): Promise<FoundLive[]> {
  const { owner, subject, path, from, expr } = query;
  const selectors = selectorsIn(expr).filter((selector) => canBeAsked(selector, records));
  const wanted = wantedLabels(expr);
  const at = (note: LiveNote, span?: Span): FoundLive => ({
    ...{ owner, subject, path, note },
    ...(span ? { span: { start: span.start + from, end: span.end + from } } : {}),
  });
  const [lacking, labels, cost] = await Promise.all([
    Promise.all(selectors.map((selector) => lackingOf(selector, ask))),
    Promise.all(wanted.map((one) => lackingLabels(one, records, ask))),
    costOf(query, ask, budget),
  ]);
  return [
    ...lacking.flatMap((note, index) => (note ? [at(note, selectors[index]?.span)] : [])),
    ...labels.flatMap((notes, index) => notes.map((note) => at(note, wanted[index]?.at.span))),
    ...cost.map((note) => at(note)),
  ];
}

async function runbookNotes(options: Parameters<typeof deadRunbooks>[0]): Promise<FoundLive[]> {
  const dead = await deadRunbooks(options);
  return dead.map(({ rule: { owner, subject }, path, note }) => ({ owner, subject, path, note }));
}

/** As the configuration wants it, and unless the definition is an exception. */
function diagnosed({ owner, subject, path, span, note }: FoundLive, project: Project): Diagnostic | undefined {
  const { code, message, help, cause } = note;
  const severity = project.checks[code] ?? liveChecks[code].severity;
  if (severity === 'off' || subject.excepted?.(code, path)) return undefined;
  return {
    ...{ code, severity, message: `${owner}: ${message}`, help },
    origin: subject.place(path, span),
    ...(cause === undefined ? {} : { cause }),
  };
}
