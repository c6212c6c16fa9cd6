import { RegexpProblem } from '../go/regexp/ast.js';
import { toJavaScript } from '../go/regexp/javascript.js';
import { parseRegexp } from '../go/regexp/parse.js';

/** Why a pattern is no regular expression of Prometheus, or undefined where it is one. */
export function regexProblem(pattern: string): string | undefined {
  const known = read(pattern);
  return typeof known === 'string' ? known : undefined;
}

/** Whether the whole of `text` matches. */
export function matchesWhole(pattern: string, text: string): boolean {
  const known = read(pattern);
  return typeof known !== 'string' && known.test(text);
}

/** Rules made by generators say the same many times. */
const patterns = new Map<string, RegExp | string>();

function read(pattern: string): RegExp | string {
  let known = patterns.get(pattern);
  if (known === undefined) {
    known = wholeOrProblem(pattern);
    patterns.set(pattern, known);
  }
  return known;
}

function wholeOrProblem(pattern: string): RegExp | string {
  try {
    return new RegExp(`^(?:${toJavaScript(parseRegexp(pattern, { dotAll: true }))})$`, 'u');
  } catch (error) {
    if (!(error instanceof RegexpProblem)) throw error;
    return error.message;
  }
}
