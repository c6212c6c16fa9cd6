/**
 * Whether a script may change anything after it was made: a counter, a list that other modules add to, a builder. What
 * one module exports could then depend on modules that it does not import. Read from the text as the bundler prints it,
 * one statement a line and always the same blanks; in doubt the answer is yes, also where a text only looks like code.
 */
export function changesInPlace(code: string): boolean {
  // what stands before the first module and behind the last one is the bundler's own
  const end = code.lastIndexOf('\n// Annotate the CommonJS export names');
  const modules = code.slice(Math.max(code.indexOf('\n// '), 0), end < 0 ? code.length : end);
  return changes.some((change) => change.test(modules));
}

/** Functions that change what they are called on or given. */
const mutators = [
  ...['add', 'append', 'assign', 'clear', 'copyWithin', 'definePropert(?:y|ies)', 'delete(?:Property)?', 'fill', 'pop'],
  ...['push', 'reverse', 'set(?:[A-Z]\\w*)?', 'shift', 'sort', 'splice', 'store', 'unshift', '__define[GS]etter__'],
  // and those that remember how far they have come
  ...['exec', 'next', 'test'],
].join('|');

/** Each begins with something short that is rare, and looks around from there: all else takes several times as long. */
const changes = [
  // a name is given another value, as a statement or within one; a template of Go's does so with `{{ $name = …`
  String.raw`= (?<=(?:^\s*|[^\w\s,([] |\{|\b(?!(?:const|let|var) )\w+ )[\w$]+ = )(?<!\{\{-? \$\w+ = )`,
  // the same within brackets, where a parameter gets its default
  String.raw`= (?<=[[(,] ?[\w$]+ = )(?![^()]*\) =>)(?<!\bfunction\b[\w$ *]*\([^()]*|^\s*(?:const|let|var) [[{][^()]*= )`,
  // a part of a thing, or several parts at once
  String.raw`= (?<=\.#?[\w$]+ = )(?<!^module\.exports = )`,
  String.raw`= (?<=[\]}] = )(?![^()]*\) =>)(?<!\bfunction\b[\w$ *]*\([^()]*|^\s*(?:const|let|var) [[{][^()]*= )`,
  String.raw`= (?<=(?:[-+*/%&^|]|\?\?|<<|>>)= )`,
  String.raw`(?:\+\+|--)(?:(?<=[\w$)\]]..)(?![\w-])|(?<=(?:^\s*|[^\w\s-] ?|\b(?:case|of|in|return|typeof|void) )..)[\w$(])`,
  String.raw`(?:\.|\["|\['|\[\x60)(?:${mutators})\b(?<!\.\.\w+)`,
  String.raw`for (?:await )?\((?!const |let |var )[^;\n]* (?:of|in) `,
  String.raw`delete [\w$("](?<!-delete .)`,
  // what gives out one after the other
  String.raw`\.(?:entries|keys|values|matchAll)\((?<!\bObject\.\w+\()`,
  String.raw`yield\b|Symbol\b`,
].map((pattern) => new RegExp(pattern, 'm'));
