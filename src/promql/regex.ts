/** What Prometheus' regular expressions (RE2) do not have although JavaScript's do. */
const foreign: readonly (readonly [RegExp, string])[] = [
  [/\(\?<?[=!]/, 'look-ahead and look-behind do not exist here'],
  [/(?<!\\)(?:\\\\)*\\[1-9]/, 'references to groups do not exist here'],
];

/** RE2's spellings of things that JavaScript writes otherwise. */
function toJavaScript(pattern: string): { readonly source: string; readonly flags: string } {
  // JavaScript sets flags for the whole only
  const ignoreCase = /\(\?[msU]*i[imsU]*(?:-[imsU]+)?[:)]/.test(pattern);
  const source = pattern
    .replaceAll('(?P<', '(?<')
    .replaceAll(/\(\?(?:[imsU]+|[imsU]*-[imsU]+)\)/g, '')
    .replaceAll(/\(\?(?:[imsU]+|[imsU]*-[imsU]+):/g, '(?:')
    .replaceAll('\\z', '$')
    .replaceAll('\\A', '^')
    .replaceAll(/\\Q([\s\S]*?)(?:\\E|$)/g, (_, literal: string) => literal.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .replaceAll(/\[\[:(\w+):\]\]/g, (_, name: string) => posixClasses[name] ?? '[a-z]')
    .replaceAll(/\\[pP](?:\{\^?\w+\}|[A-Z])/g, '\\w');
  return { source, flags: `s${ignoreCase ? 'i' : ''}` };
}

const posixClasses: Readonly<Record<string, string>> = {
  alpha: '[A-Za-z]',
  digit: '[0-9]',
  alnum: '[A-Za-z0-9]',
  upper: '[A-Z]',
  lower: '[a-z]',
  space: '\\s',
  word: '\\w',
};

/** Why a pattern is no regular expression of Prometheus, or undefined where it is one. */
export function regexProblem(pattern: string): string | undefined {
  if (!problems.has(pattern)) problems.set(pattern, problemOf(pattern));
  return problems.get(pattern);
}

/** Rules made by generators say the same many times. */
const problems = new Map<string, string | undefined>();
const compiled = new Map<string, RegExp>();

function problemOf(pattern: string): string | undefined {
  const found = foreign.find(([construct]) => construct.test(pattern));
  if (found) return found[1];
  const { source, flags } = toJavaScript(pattern);
  try {
    new RegExp(source, flags);
    return undefined;
  } catch (error) {
    return (error as Error).message.replace(/^Invalid regular expression: \/.*\/\w*: /s, '').toLowerCase();
  }
}

/** Whether the whole of `text` matches. */
export function matchesWhole(pattern: string, text: string): boolean {
  let whole = compiled.get(pattern);
  if (!whole) {
    const { source, flags } = toJavaScript(pattern);
    whole = new RegExp(`^(?:${source})$`, flags);
    compiled.set(pattern, whole);
  }
  return whole.test(text);
}
