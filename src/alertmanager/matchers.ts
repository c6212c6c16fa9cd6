import { RegexpProblem } from '../go/regexp/ast.js';
import { type Automaton, automatonOf, runs } from '../go/regexp/automaton.js';
import { parseRegexp } from '../go/regexp/parse.js';

/** A condition on a label, as routes, inhibition and silences have them. */
export interface Matcher {
  readonly label: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** Labels of an alert. A label that is not there is the same as an empty one. */
export type Labels = Readonly<Record<string, string>>;

/** Whether labels fulfil every matcher. */
export function matchesAll(matchers: readonly Matcher[], labels: Labels): boolean {
  return matchers.every((matcher) => matches(matcher, labelOf(labels, matcher.label)));
}

/** The value of a label, or an empty text. */
export function labelOf(labels: Labels, label: string): string {
  return Object.hasOwn(labels, label) ? (labels[label] ?? '') : '';
}

/** Whether a value fulfils a matcher whose expression Go accepts. */
export function matches({ op, value }: Matcher, text: string): boolean {
  switch (op) {
    case '=':
      return text === value;
    case '!=':
      return text !== value;
    case '=~':
      return tester(value)(text);
    default:
      return !tester(value)(text);
  }
}

/** `a|b`: the texts that an expression takes, where it is no more than that. */
export function alternatives(value: string): readonly string[] | undefined {
  return /[\\^$.*+?()[\]{}]/.test(value) ? undefined : value.split('|');
}

const testers = new Map<string, (text: string) => boolean>();

function tester(value: string): (text: string) => boolean {
  let known = testers.get(value);
  if (!known) {
    known = madeTester(value);
    testers.set(value, known);
  }
  return known;
}

function madeTester(value: string): (text: string) => boolean {
  const texts = alternatives(value);
  if (texts) return (text) => texts.includes(text);
  const automaton = matcherAutomaton(value);
  const answers = new Map<string, boolean>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = runs(automaton, text);
    // labels of alerts repeat themselves; those of a long list need not all be kept
    if (answers.size < 1000) answers.set(text, answer);
    return answer;
  };
}

/**
 * The automaton of a matcher's value, which Alertmanager anchors at both ends; its way makes sense even of `a)|(?:b`.
 * @throws RegexpProblem, with the place within the value
 */
export function matcherAutomaton(value: string): Automaton {
  const before = '^(?:';
  try {
    return automatonOf(parseRegexp(`${before}${value})$`));
  } catch (error) {
    if (!(error instanceof RegexpProblem)) throw error;
    throw new RegexpProblem(error.message, Math.min(Math.max(error.at - before.length, 0), value.length));
  }
}

/** Why a matcher's expression is none, and where in it. */
export function regexpProblem(value: string): { readonly message: string; readonly at: number } | undefined {
  if (alternatives(value)) return undefined;
  try {
    matcherAutomaton(value);
    return undefined;
  } catch (error) {
    if (!(error instanceof RegexpProblem)) throw error;
    return { message: error.message, at: error.at };
  }
}

/** A matcher as people and group keys read it: `severity=~"critical|emergency"`. */
export function matcherText({ label, op, value }: Matcher): string {
  // names with anything but the letters of old are quoted
  const name = /[\s{}!=~,\\"'`]/.test(label) ? JSON.stringify(label) : label;
  return `${name}${op}"${value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"')}"`;
}

/** All matchers of a route, in the order of Alertmanager. */
export function matchersText(matchers: readonly Matcher[]): string {
  return `{${[...matchers].sort(inOrder).map(matcherText).join(',')}}`;
}

const operators = ['=', '!=', '=~', '!~'];

function inOrder(a: Matcher, b: Matcher): number {
  return (
    compareTexts(a.label, b.label) ||
    compareTexts(a.value, b.value) ||
    operators.indexOf(a.op) - operators.indexOf(b.op)
  );
}

/** As Go orders texts: by their UTF-8 bytes. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
