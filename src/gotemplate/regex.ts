import { refuse } from './refuse.js';

const classes: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\t\\n\\v\\f\\r ',
  blank: '\\t ',
  punct: '!-\\/:-@\\[-`\\{-~',
  word: '\\w',
  xdigit: '0-9A-Fa-f',
  cntrl: '\\x00-\\x1f\\x7f',
  print: ' -~',
  graph: '!-~',
  ascii: '\\x00-\\x7f',
};

const compiled = new Map<string, RegExp>();

/** A regular expression of Go, as one of JavaScript that finds all matches. Refuses what Go refuses. */
function goRegex(pattern: string): RegExp {
  const known = compiled.get(pattern);
  if (known) return known;
  if (/\(\?<?[=!]/.test(pattern)) refuse(`"${pattern}" looks ahead or behind, which Go's regular expressions cannot`);
  const { source, flags } = translated(pattern);
  try {
    const regex = new RegExp(source, `gu${flags}`);
    compiled.set(pattern, regex);
    return regex;
  } catch (error) {
    const reason = (error as Error).message.replace(/^Invalid regular expression: \/[\s\S]*\/\w*: /, '').toLowerCase();
    return refuse(`"${pattern}" is no regular expression: ${reason}`);
  }
}

function translated(pattern: string): { readonly source: string; readonly flags: string } {
  let flags = '';
  let source = '';
  let inClass = false;
  for (let at = 0; at < pattern.length; ) {
    const rest = pattern.slice(at);
    const letter = pattern[at] as string;
    const group = inClass ? null : /^\(\?([imsU]*)(-[imsU]+)?([:)])/.exec(rest);
    const posix = inClass ? /^\[:(\^?)(\w+):\]/.exec(rest) : null;
    if (group) {
      // JavaScript sets flags for the whole only
      flags = [...new Set(flags + (group[1] ?? '').replace('U', ''))].join('');
      source += group[3] === ':' ? '(?:' : '';
      at += group[0].length;
    } else if (posix) {
      source += classes[posix[2] ?? ''] ?? refuse(`there is no class ${posix[0]}`);
      at += posix[0].length;
    } else if (letter === '\\') {
      const { text, length } = escaped(rest, inClass);
      source += text;
      at += length;
    } else if (!inClass && rest.startsWith('(?P<')) {
      source += '(?<';
      at += 4;
    } else {
      if (letter === '[' && !inClass) {
        // a bracket that comes first is one of the characters
        const first = /^\[\^?\]?/.exec(rest)?.[0] ?? '[';
        source += first.replace(/\]$/, '\\]');
        at += first.length;
        inClass = true;
        continue;
      }
      if (letter === ']' && inClass) inClass = false;
      else if (inClass && letter === '[') source += '\\';
      else if (!inClass && (letter === ']' || letter === '}' || (letter === '{' && !/^\{\d+(,\d*)?\}/.test(rest)))) {
        source += closesRepeat(source, letter) ? '' : '\\';
      }
      source += letter;
      at += 1;
    }
  }
  return { source, flags };
}

function closesRepeat(source: string, letter: string): boolean {
  return letter === '}' && /(?<!\\)\{\d+(,\d*)?$/.test(source);
}

function escaped(rest: string, inClass: boolean): { readonly text: string; readonly length: number } {
  const letter = rest[1] ?? '';
  const literal = /^\\Q([\s\S]*?)(?:\\E|$)/.exec(rest);
  if (literal)
    return { text: (literal[1] ?? '').replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), length: literal[0].length };
  if (letter === 'z') return { text: '$', length: 2 };
  if (letter === 'A') return { text: '^', length: 2 };
  if (letter === 'a') return { text: '\\x07', length: 2 };
  const property = /^\\([pP])(?:\{(\^?)([A-Za-z_]+)\}|([A-Z]))/.exec(rest);
  if (property) {
    const [whole, kind = 'p', not, long, short = ''] = property;
    const name = long ?? short;
    const negated = (kind === 'P') !== (not === '^');
    const known = /^[A-Z][a-z]?$/.test(name) ? name : `Script=${name}`;
    return { text: `\\${negated ? 'P' : 'p'}{${known}}`, length: whole.length };
  }
  const braced = /^\\x\{([0-9a-fA-F]+)\}/.exec(rest);
  if (braced) return { text: `\\u{${braced[1]}}`, length: braced[0].length };
  if (/[1-9]/.test(letter)) refuse('references to groups do not exist in regular expressions of Go');
  if (/[dDsSwWbBnrtfvx]/.test(letter)) {
    // JavaScript's \s knows more blanks than Go's
    if (letter === 's') return { text: inClass ? '\\t\\n\\f\\r ' : '[\\t\\n\\f\\r ]', length: 2 };
    if (letter === 'S' && !inClass) return { text: '[^\\t\\n\\f\\r ]', length: 2 };
    return { text: `\\${letter}`, length: 2 };
  }
  if (/[A-Za-z]/.test(letter)) refuse(`"\\${letter}" means nothing in a regular expression of Go`);
  const needsIt = /[\\^$.*+?()[\]{}|/]/.test(letter) || (inClass && letter === '-');
  return { text: needsIt ? `\\${letter}` : letter, length: 2 };
}

/** Replaces every match; `$1` and `${name}` stand for what groups matched. */
export function replaceAll(pattern: string, replacement: string, text: string): string {
  let result = '';
  let end = 0;
  for (const match of text.matchAll(goRegex(pattern))) {
    const [whole] = match;
    // directly behind a match, Go finds no empty one
    if (whole === '' && match.index === end && match.index > 0) continue;
    result += text.slice(end, match.index) + expanded(replacement, match);
    end = match.index + whole.length;
  }
  return result + text.slice(end);
}

function expanded(replacement: string, match: RegExpExecArray): string {
  return replacement.replaceAll(/\$(?:\$|(\w+)|\{(\w+)\})/g, (whole, plain?: string, braced?: string) => {
    const name = plain ?? braced;
    if (name === undefined) return whole === '$$' ? '$' : whole;
    return (/^\d+$/.test(name) ? match[Number(name)] : match.groups?.[name]) ?? '';
  });
}

export function matches(pattern: string, text: string): boolean {
  const regex = goRegex(pattern);
  regex.lastIndex = 0;
  return regex.test(text);
}
