import { type Node, RegexpProblem } from '../go/regexp/ast.js';
import { type Automaton, automatonOf, runs } from '../go/regexp/automaton.js';
import { parseRegexp } from '../go/regexp/parse.js';

interface Known {
  readonly tree?: Node;
  readonly problem?: string;
  /** Made when a text is first compared with it. */
  automaton?: Automaton;
  matchesEmpty?: boolean;
}

/** Why a pattern is no regular expression of Prometheus, or undefined where it is one. */
export function regexProblem(pattern: string): string | undefined {
  return read(pattern).problem;
}

/** Whether the whole of `text` matches. */
export function matchesWhole(pattern: string, text: string): boolean {
  const known = read(pattern);
  if (!known.tree) return false;
  known.automaton ??= automatonOf({ type: 'concat', parts: [edge('text-start'), known.tree, edge('text-end')] });
  return runs(known.automaton, text);
}

/** Whether an empty text does: that is asked of every matcher. */
export function matchesEmptyText(pattern: string): boolean {
  const known = read(pattern);
  known.matchesEmpty ??= matchesWhole(pattern, '');
  return known.matchesEmpty;
}

function edge(kind: 'text-start' | 'text-end'): Node {
  return { type: 'assert', kind };
}

/** Rules made by generators say the same many times. */
const patterns = new Map<string, Known>();

function read(pattern: string): Known {
  let known = patterns.get(pattern);
  if (known === undefined) {
    known = treeOrProblem(pattern);
    patterns.set(pattern, known);
  }
  return known;
}

function treeOrProblem(pattern: string): Known {
  // bytes that were written as escapes and make no character
  if (pattern.includes('\u{fffd}') && /[\\^$.*+?()[\]{}|]/.test(pattern)) return { problem: 'it is no valid UTF-8' };
  try {
    return { tree: parseRegexp(pattern, { dotAll: true }) };
  } catch (error) {
    if (!(error instanceof RegexpProblem)) throw error;
    return { problem: error.message };
  }
}
