import { UserError } from '../errors.js';
import type { Expectation } from './expect.js';
import { inWords, secondsAt } from './moments.js';
import { mustFit, type OptionsOf } from './options.js';
import { remember } from './origin.js';
import type { MessageExpectation } from './scenario.js';
import type { GivenSeries } from './series.js';
import type { Duration } from './vector.js';

/** One statement about rules: given these series, this is what they do, and when. */
export interface Test {
  readonly kind: 'test';
  readonly name: string;
  /** Seconds between two samples of a series. */
  readonly step: number;
  /** Seconds between two evaluations of the rules; undefined for the interval of their groups. */
  readonly every: number | undefined;
  readonly series: readonly GivenSeries[];
  readonly expectations: readonly Expectation[];
  /** Of a scenario: when it begins, and who should be told what. */
  readonly begins?: string | undefined;
  readonly messages: readonly MessageExpectation[];
}

interface TestOptions {
  readonly kind?: undefined;
  /** The time between two samples of a series. Default: 1m. */
  readonly step?: Duration;
  /** How often the rules are evaluated. Default: as their groups are. */
  readonly every?: Duration;
  /** Use `scenario`. */
  readonly begins?: string;
  readonly messages?: readonly MessageExpectation[];
}

const testOptions: OptionsOf<TestOptions> = {
  kind: 'own?',
  step: 'duration?',
  every: 'duration?',
  begins: 'text?',
  messages: 'list?',
};

/** What a test is made of. */
export type Part = GivenSeries | Expectation | TestOptions;

/**
 * A test of rules: what is given, and what is expected, in any order.
 * It belongs into an exported list, in any module of the definitions: `alerts/system.tests.ts`.
 */
export function test(name: string, ...parts: readonly (Part | readonly Part[])[]): Test {
  const all = parts.flat() as readonly Part[];
  const options: TestOptions = Object.assign({}, ...all.filter((part) => part.kind === undefined));
  mustFit(`the test "${name}"`, options, testOptions);
  const expectations = all.filter((part) => part.kind === 'expectation');
  if (expectations.length === 0 && !options.messages?.length) {
    throw new UserError(`the test "${name}" expects nothing`, {
      code: 'test/no-expectation',
      help: "add what the rules should do: expect(alert).toFireAt('6m')",
    });
  }
  const every = options.every === undefined ? undefined : secondsAt(options.every, 'the time between two evaluations');
  const series = all.filter((part) => part.kind === 'series');
  mustBeOnce(name, series);
  mustBeThere(name, expectations, every);
  return remember({
    kind: 'test',
    name,
    step: secondsAt(options.step ?? '1m', 'the step'),
    every,
    series,
    expectations,
    begins: options.begins,
    messages: options.messages ?? [],
  });
}

/** Five minutes after an evaluation nothing of it is left: what should have ended then has ended, come what may. */
function mustBeThere(name: string, expectations: readonly Expectation[], every = 0): void {
  const between = expectations.find(({ at }) => at % every >= 300);
  if (!between) return;
  const [when, step] = [inWords(between.at), inWords(every)];
  throw new UserError(
    `the test "${name}" expects something at ${when}, where nothing is left of the evaluation before`,
    {
      code: 'test/between',
      help: `rules are evaluated every ${step}, and a sample counts for 5m: name a multiple of ${step}`,
    },
  );
}

/** Of two courses of one series, an engine would take the last without a word. */
function mustBeOnce(test: string, all: readonly GivenSeries[]): void {
  const byName = new Map<string, GivenSeries[]>();
  for (const one of all) {
    const others = byName.get(one.name);
    if (!others) byName.set(one.name, [one]);
    else if (others.some((other) => isSame(one.labels, other.labels))) throw twice(test, one);
    else others.push(one);
  }
}

function isSame(labels: GivenSeries['labels'], others: GivenSeries['labels']): boolean {
  const names = Object.keys(labels);
  return names.length === Object.keys(others).length && names.every((name) => labels[name] === others[name]);
}

function twice(test: string, { name, labels }: GivenSeries): UserError {
  const shown = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return new UserError(`the test "${test}" gives ${name}{${shown.join(', ')}} twice`, {
    code: 'test/series-twice',
    help: 'give each another label, or one of them both courses one after the other',
  });
}
