/** Whether there are labels at all that fulfil matchers: what makes routes unreachable and inhibition pointless. */
import { contains } from '../go/regexp/ast.js';
import { type Automaton, advance, begin, type Standing } from '../go/regexp/automaton.js';
import { alternatives, type Labels, type Matcher, matcherAutomaton, matches } from './matchers.js';

/** Labels that fulfil them all; `never` where there surely are none, `unknown` where that is too much to find out. */
export type Satisfied = Labels | 'never' | 'unknown';

export function satisfying(matchers: readonly Matcher[]): Satisfied {
  const labels: Record<string, string> = {};
  let unknown = false;
  for (const label of new Set(matchers.map((matcher) => matcher.label))) {
    const value = someValue(matchers.filter((matcher) => matcher.label === label));
    if (value === 'never') return 'never';
    if (value === 'unknown') unknown = true;
    else if (value.text !== '') labels[label] = value.text;
  }
  return unknown ? 'unknown' : labels;
}

const opposites = { '=': '!=', '!=': '=', '=~': '!~', '!~': '=~' } as const;

export function opposite<M extends Matcher>(matcher: M): M {
  return { ...matcher, op: opposites[matcher.op] };
}

/**
 * Whether all labels that fulfil `matchers` fulfil one of the other lists too; false also where that is too much to
 * find out.
 */
export function isCovered(matchers: readonly Matcher[], by: readonly (readonly Matcher[])[]): boolean {
  const [first, ...rest] = by;
  if (satisfying(matchers) === 'never') return true;
  if (!first) return false;
  // whatever does not fulfil the first list fails one of its matchers
  return first.every((matcher) => isCovered([...matchers, opposite(matcher)], rest));
}

type Value = { readonly text: string } | 'never' | 'unknown';

/** A value of one label that fulfils matchers of it. */
function someValue(matchers: readonly Matcher[]): Value {
  const finite = matchers.flatMap((matcher) => textsOf(matcher) ?? [])[0];
  const fulfils = (text: string) => matchers.every((matcher) => matches(matcher, text));
  if (finite) {
    const text = finite.find(fulfils);
    return text === undefined ? 'never' : { text };
  }
  // most conditions have an answer among what they speak of
  const spoken = matchers.flatMap(({ value }) => alternatives(value) ?? []);
  const text = ['other', ...spoken, ''].find(fulfils);
  return text === undefined ? searched(matchers) : { text };
}

/** The few texts that fulfil a matcher, where they are few. */
function textsOf({ op, value }: Matcher): [readonly string[]] | undefined {
  if (op === '=') return [[value]];
  const texts = op === '=~' ? alternatives(value) : undefined;
  return texts && [texts];
}

const mostStandings = 3000;

/** Walks all automata at once, character by character, until one text fulfils them all. */
function searched(matchers: readonly Matcher[]): Value {
  const walks = matchers.map((matcher) => ({
    automaton: matcherAutomaton(matcher.op.endsWith('~') ? matcher.value : literally(matcher.value)),
    wanted: !matcher.op.startsWith('!'),
  }));
  const { points, sure } = alphabet(walks.map(({ automaton }) => automaton));
  let open = [{ text: '', standings: walks.map(({ automaton }) => begin(automaton)) }];
  const seen = new Set<string>();
  while (open.length > 0) {
    const next: typeof open = [];
    for (const { text, standings } of open) {
      const ends = standings.every(
        (standing, index) =>
          advance((walks[index] as (typeof walks)[0]).automaton, standing, undefined).matched === walks[index]?.wanted,
      );
      if (ends) return { text };
      for (const point of points) {
        const after = standings.map((standing, index) =>
          advance((walks[index] as (typeof walks)[0]).automaton, standing, point),
        );
        // what has matched goes on matching
        if (after.some(({ matched }, index) => matched && !walks[index]?.wanted)) continue;
        const key = after.map(keyOf).join('|');
        if (seen.has(key)) continue;
        seen.add(key);
        if (seen.size > mostStandings) return 'unknown';
        next.push({ text: text + String.fromCodePoint(point), standings: after });
      }
    }
    open = next;
  }
  return sure ? 'never' : 'unknown';
}

function literally(text: string): string {
  return [...text].map((character) => `\\x{${(character.codePointAt(0) ?? 0).toString(16)}}`).join('');
}

function keyOf({ at, before, matched }: Standing): string {
  if (matched) return 'matched';
  const kind = before === undefined ? '^' : before === 10 ? 'n' : /\w/.test(String.fromCodePoint(before)) ? 'w' : ' ';
  return `${at.join(',')}${kind}`;
}

/** One character of each kind that the expressions tell apart; of classes of Unicode only some are tried. */
function alphabet(automata: readonly Automaton[]): { readonly points: readonly number[]; readonly sure: boolean } {
  const sets = automata.flatMap(({ steps }) => steps.flatMap((step) => (step.op === 'set' ? [step.set] : [])));
  const ends = sets.flatMap(({ ranges }) => ranges.flatMap(([first, last]) => [first, last + 1]));
  // labels have no line breaks unless somebody speaks of one, and `.` is meant to be anything
  const lines = sets.some(
    ({ ranges, negated }) => !negated && ranges.some(([first, last]) => first === 10 && last === 10),
  );
  const candidates = [0x61, 0x30, 0x20, 0x2d, 0x41, 0xe9, 0x3a9, 0x4e2d, ...ends].filter(
    (point) => (point !== 10 || lines) && point >= 0 && point <= 0x10ffff && !(point >= 0xd800 && point < 0xe000),
  );
  const kinds = new Map<string, number>();
  for (const point of candidates) {
    const kind = `${sets.map((set) => (contains(set, point) ? 1 : 0)).join('')}${/\w/.test(String.fromCodePoint(point))}${point === 10}`;
    if (!kinds.has(kind)) kinds.set(kind, point);
  }
  return { points: [...kinds.values()].slice(0, 200), sure: sets.every(({ classes }) => classes.length === 0) };
}
