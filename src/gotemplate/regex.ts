import { RegexpProblem } from '../go/regexp/ast.js';
import { type Automaton, automatonOf, groupsIn } from '../go/regexp/automaton.js';
import { parseRegexp } from '../go/regexp/parse.js';
import { type Match, search, widthAt } from '../go/regexp/search.js';
import { refuse } from './refuse.js';

interface GoRegexp {
  readonly automaton: Automaton;
  /** Of the groups, in their order; several may have the same. */
  readonly names: readonly (string | undefined)[];
}

const compiled = new Map<string, GoRegexp>();

/** A regular expression of Go. Refuses what Go refuses. */
function goRegexp(pattern: string): GoRegexp {
  let known = compiled.get(pattern);
  if (!known) {
    known = read(pattern);
    compiled.set(pattern, known);
  }
  return known;
}

function read(pattern: string): GoRegexp {
  try {
    const tree = parseRegexp(pattern);
    return { automaton: automatonOf(tree), names: groupsIn(tree).map(({ name }) => name) };
  } catch (error) {
    if (!(error instanceof RegexpProblem)) throw error;
    return refuse(`"${pattern}" is no regular expression: ${error.message}`);
  }
}

/** Replaces every match; `$1` and `${name}` stand for what groups matched. */
export function replaceAll(pattern: string, replacement: string, text: string): string {
  const { automaton, names } = goRegexp(pattern);
  let result = '';
  let end = 0;
  for (let at = 0; at <= text.length; ) {
    const match = search(automaton, text, at);
    if (!match) break;
    const [from = 0, to = 0] = match;
    result += text.slice(end, from);
    // directly behind a match, Go takes no empty one
    if (to > end || from === 0) result += expanded(replacement, text, match, names);
    end = to;
    at = Math.max(to, at + widthAt(text, at));
  }
  return result + text.slice(end);
}

function expanded(replacement: string, text: string, match: Match, names: GoRegexp['names']): string {
  const group = (number: number) => {
    const [from, to] = match.slice(2 * number, 2 * number + 2);
    return from === undefined || to === undefined ? undefined : text.slice(from, to);
  };
  return replacement.replaceAll(/\$(?:\$|(\w+)|\{(\w+)\})/g, (whole, plain?: string, braced?: string) => {
    const name = plain ?? braced;
    if (name === undefined) return whole === '$$' ? '$' : whole;
    if (/^\d+$/.test(name)) return group(Number(name)) ?? '';
    const numbers = names.flatMap((one, index) => (one === name ? [index + 1] : []));
    return numbers.map(group).find((found) => found !== undefined) ?? '';
  });
}

export function matches(pattern: string, text: string): boolean {
  return search(goRegexp(pattern).automaton, text, 0) !== undefined;
}
