import { RegexpProblem } from '../go/regexp/ast.js';
import { groupNames, toJavaScript } from '../go/regexp/javascript.js';
import { parseRegexp } from '../go/regexp/parse.js';
import { refuse } from './refuse.js';

interface GoRegexp {
  readonly regex: RegExp;
  readonly names: readonly (string | undefined)[];
}

const compiled = new Map<string, GoRegexp>();

/** A regular expression of Go, as one of JavaScript that finds all matches. Refuses what Go refuses. */
function goRegexp(pattern: string): GoRegexp {
  let known = compiled.get(pattern);
  if (!known) {
    known = translated(pattern);
    compiled.set(pattern, known);
  }
  return known;
}

function translated(pattern: string): GoRegexp {
  try {
    const tree = parseRegexp(pattern);
    return { regex: new RegExp(toJavaScript(tree), 'gu'), names: groupNames(tree) };
  } catch (error) {
    if (!(error instanceof RegexpProblem)) throw error;
    return refuse(`"${pattern}" is no regular expression: ${error.message}`);
  }
}

/** Replaces every match; `$1` and `${name}` stand for what groups matched. */
export function replaceAll(pattern: string, replacement: string, text: string): string {
  let result = '';
  let end = 0;
  const { regex, names } = goRegexp(pattern);
  for (const match of text.matchAll(regex)) {
    const [whole] = match;
    // directly behind a match, Go finds no empty one
    if (whole === '' && match.index === end && match.index > 0) continue;
    result += text.slice(end, match.index) + expanded(replacement, match, names);
    end = match.index + whole.length;
  }
  return result + text.slice(end);
}

function expanded(replacement: string, match: RegExpExecArray, names: GoRegexp['names']): string {
  return replacement.replaceAll(/\$(?:\$|(\w+)|\{(\w+)\})/g, (whole, plain?: string, braced?: string) => {
    const name = plain ?? braced;
    if (name === undefined) return whole === '$$' ? '$' : whole;
    if (/^\d+$/.test(name)) return match[Number(name)] ?? '';
    return match.find((_, index) => index > 0 && names[index - 1] === name && match[index] !== undefined) ?? '';
  });
}

export function matches(pattern: string, text: string): boolean {
  const { regex } = goRegexp(pattern);
  regex.lastIndex = 0;
  return regex.test(text);
}
