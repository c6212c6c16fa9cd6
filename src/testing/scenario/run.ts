import type { AmConfig } from '../../alertmanager/model.js';
import { readMoment } from '../../alertmanager/moment.js';
import { type AlertEvent, type Notification, simulate, type Timeline } from '../../alertmanager/timeline.js';
import type { MessageExpectation } from '../../define/scenario.js';
import type { Test } from '../../define/test.js';
import { UserError } from '../../errors.js';
import type { Difference, TestResult } from '../../types/testing.js';
import type { Origin } from '../../types.js';
import type { Travelled } from '../coverage.js';
import { type Answers, type Engine, isRefusal } from '../engine.js';
import { type Options, type RuleTest, result, rulesAsked, rulesJudged } from '../rules/run.js';
import { alertEvents, firingQuestions } from './events.js';
import { textQuestions, textsOf, type Writing } from './texts.js';
import { toBeRead, toldJudged } from './told.js';

export interface Scenario extends RuleTest {
  readonly messages: readonly MessageExpectation[];
}

export interface ScenarioContext extends Writing {
  readonly config: AmConfig;
  readonly now: Date;
  /** Where to note which alerts travel; then all their messages are written, whoever reads them. */
  readonly travelled?: Travelled[] | undefined;
}

/** Runs scenarios: rules in the engine, then what they fire through Alertmanager, up to the messages. */
export async function runScenarios(
  scenarios: readonly Scenario[],
  engine: Engine,
  context: ScenarioContext,
  options: Options,
): Promise<readonly TestResult[]> {
  const begins = scenarios.map(({ test }) => beginOf(test, context, options.originOf(test)));
  const rules = scenarios.map((one) => rulesAsked(one, options));
  const answers = await engine(
    scenarios.map(({ simulation, messages }, index) => ({
      simulation,
      questions: [...(rules[index] ?? []), ...firingQuestions(simulation, lastOf(messages))],
    })),
    options.progress,
  );
  const played = scenarios.map((scenario, index) => {
    const own = answers[index] ?? [];
    const asked = rules[index]?.length ?? 0;
    const events = isRefusal(own) ? [] : alertEvents(scenario.simulation, own.slice(asked));
    return { answers: own, ...play(scenario, begins[index] as Date, events, context) };
  });
  const texts = await engine(
    scenarios.map(({ simulation }, index) => ({ simulation, questions: played[index]?.questions ?? [] })),
  );
  return scenarios.map((scenario, index) =>
    result(
      scenario.test,
      options,
      differencesOf(scenario, played[index] as Played, texts[index] ?? [], { context, options }),
    ),
  );
}

interface Played {
  readonly answers: Answers;
  readonly begin: Date;
  readonly events: readonly AlertEvent[];
  readonly timeline: Timeline;
  /** The messages that have to be written, and what has to be known to do so. */
  readonly read: readonly Notification[];
  readonly questions: ReturnType<typeof textQuestions>;
}

function play(
  { messages }: Scenario,
  begin: Date,
  events: readonly AlertEvent[],
  { config, travelled }: ScenarioContext,
): Omit<Played, 'answers'> {
  const until = lastOf(messages);
  const timeline = simulate(config, { begin, until, alerts: events });
  const all = travelled ? timeline.notifications.filter(({ status }) => status === 'firing') : [];
  travelled?.push(...travelling(events, until));
  const read = [...new Set([...all, ...messages.flatMap((one) => toBeRead(one, timeline))])];
  return { begin, events, timeline, read, questions: textQuestions(read) };
}

function differencesOf(
  scenario: Scenario,
  { answers, begin, events, timeline, read, questions }: Played,
  texts: Answers,
  { context, options }: { readonly context: ScenarioContext; readonly options: Options },
): readonly Difference[] {
  const rules = rulesJudged(scenario, answers, options);
  if (isRefusal(answers)) return rules;
  const written = new Map(
    read.map((one) => [one, textsOf(one, { asked: questions, answers: texts, begin, events }, context)]),
  );
  const told = scenario.messages.flatMap((one) =>
    toldJudged(one, timeline, (notification) => written.get(notification) ?? []).map((difference) => ({
      ...difference,
      origin: options.originOf(one),
    })),
  );
  return [...rules, ...told];
}

function beginOf({ begins = '' }: Test, { config, now }: ScenarioContext, origin: Origin): Date {
  const begin = readMoment(begins, config, now)?.at;
  if (begin) return begin;
  const help = 'write "Sun 03:00" or 2026-11-29T03:00';
  throw new UserError(`"${begins}" is no time`, { code: 'input/time', help, origin });
}

const lastOf = (messages: readonly MessageExpectation[]) => Math.max(...messages.map(({ at }) => at));

/** Each alert with those that fire at some moment while it does. */
function travelling(events: readonly AlertEvent[], until: number): readonly Travelled[] {
  const end = ({ ends }: AlertEvent) => ends ?? Number.POSITIVE_INFINITY;
  return events
    .filter(({ starts }) => starts <= until)
    .map((one) => ({
      labels: one.labels,
      firing: events.filter((other) => other.starts < end(one) && one.starts < end(other)).map(({ labels }) => labels),
    }));
}
