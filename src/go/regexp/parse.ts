import { type Assertion, type CharRange, type CharSet, type Node, RegexpProblem, type UnicodeClass } from './ast.js';
import { complement, perlClasses, posixClasses, unicodeClass } from './classes.js';
import { folded } from './fold.js';

interface Flags {
  readonly ignoreCase: boolean;
  /** `^` and `$` are the ends of lines. */
  readonly lines: boolean;
  /** `.` takes a line break too. */
  readonly dotAll: boolean;
  /** `*` takes as little as it can, and `*?` as much. */
  readonly lazy: boolean;
}

/** Go takes no more repetitions than this, nor deeper trees. */
const mostRepeats = 1000;

/**
 * Reads a regular expression as Go's `regexp` does; `dotAll` as if `(?s)` stood before it.
 * @throws RegexpProblem
 */
export function parseRegexp(pattern: string, { dotAll = false } = {}): Node {
  let at = 0;
  let flags: Flags = { ignoreCase: false, lines: false, dotAll, lazy: false };
  let depth = 0;
  const node = alternation();
  if (at < pattern.length) fail('there is a ) that nothing opens');
  if (repeats(node) > mostRepeats) throw new RegexpProblem('it repeats more than 1000 times', 0);
  return node;

  function fail(message: string, where = at): never {
    throw new RegexpProblem(message, where);
  }

  function take(): number {
    const point = pattern.codePointAt(at) ?? fail('it ends too early');
    at += point > 0xffff ? 2 : 1;
    return point;
  }

  function alternation(): Node {
    depth += 1;
    if (depth > mostRepeats) fail('its groups stand too deep in each other');
    const parts = [sequence()];
    while (pattern[at] === '|') {
      at += 1;
      parts.push(sequence());
    }
    depth -= 1;
    return parts.length === 1 ? (parts[0] as Node) : { type: 'alternate', parts };
  }

  function sequence(): Node {
    const parts: Node[] = [];
    let repeated = false;
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') {
      const operator = repetition();
      if (operator) {
        const inner = parts.pop();
        if (!inner) fail(`nothing stands before ${operator.text} that could be repeated`, operator.start);
        if (repeated) fail(`${operator.text} follows another repetition`, operator.start);
        const { min, max, lazy } = operator;
        parts.push({ type: 'repeat', inner, min, max, lazy });
        repeated = true;
        continue;
      }
      parts.push(...atom());
      repeated = false;
    }
    return parts.length === 1 ? (parts[0] as Node) : { type: 'concat', parts };
  }

  /** `*`, `+`, `?`, `{2,3}`, each perhaps with `?` behind it. A brace that counts nothing is a character. */
  function repetition(): { text: string; start: number; min: number; max: number; lazy: boolean } | undefined {
    const start = at;
    const found = /^(?:[*+?]|\{(0|[1-9]\d*)(?:(,)(0|[1-9]\d*)?)?\})/.exec(pattern.slice(at, at + 40));
    if (!found) return undefined;
    const [text, from, comma, to] = found;
    const min = from === undefined ? (text === '+' ? 1 : 0) : Number(from);
    const max =
      from === undefined
        ? text === '?'
          ? 1
          : Number.POSITIVE_INFINITY
        : comma
          ? Number(to ?? Number.POSITIVE_INFINITY)
          : min;
    if (min > mostRepeats || (Number.isFinite(max) && max > mostRepeats) || min > max) {
      fail(`${text} is no number of repetitions from 0 to 1000`);
    }
    at += text.length;
    const other = pattern[at] === '?';
    if (other) at += 1;
    return { text, start, min, max, lazy: other !== flags.lazy };
  }

  function atom(): Node[] {
    const character = pattern[at] as string;
    switch (character) {
      case '(':
        return group();
      case '[':
        return [{ type: 'set', set: charClass() }];
      case '.':
        at += 1;
        return [{ type: 'set', set: { ranges: flags.dotAll ? [] : [[10, 10]], classes: [], negated: true } }];
      case '^':
        at += 1;
        return [assert(flags.lines ? 'line-start' : 'text-start')];
      case '$':
        at += 1;
        return [assert(flags.lines ? 'line-end' : 'text-end')];
      case '\\':
        return escaped();
      default:
        return [literal(take())];
    }
  }

  function assert(kind: Assertion): Node {
    return { type: 'assert', kind };
  }

  function literal(point: number): Node {
    return { type: 'set', set: setOf([[point, point]]) };
  }

  function setOf(ranges: readonly CharRange[], classes: readonly UnicodeClass[] = [], negated = false): CharSet {
    return { ranges: flags.ignoreCase ? folded(ranges) : ranges, classes, negated };
  }

  function group(): Node[] {
    const open = at;
    at += 1;
    const outer = flags;
    const special = pattern[at] === '?';
    const name = special ? groupName(open) : undefined;
    if (special && name === undefined && switches(open)) return [];
    const inner = alternation();
    if (pattern[at] !== ')') fail('this ( is never closed', open);
    at += 1;
    flags = outer;
    if (special && name === undefined) return [inner];
    return [{ type: 'group', inner, ...(name === undefined ? {} : { name }) }];
  }

  /** `?P<name>`. */
  function groupName(open: number): string | undefined {
    const [text, name = ''] = /^\?P?<([^>]*)>/.exec(pattern.slice(at)) ?? [];
    if (text === undefined) return undefined;
    if (!/^\w+$/.test(name)) fail(`"${name}" is no name of a group`, open);
    at += text.length;
    return name;
  }

  /** `?i-s:` or `?i)`; answers whether that was all of the group. */
  function switches(open: number): boolean {
    const found = /^\?([imsU]*)(-[imsU]+)?([:)])/.exec(pattern.slice(at));
    if (/^\?<?[=!]/.test(pattern.slice(at))) fail('look-ahead and look-behind do not exist here', open);
    if (!found) fail('Go knows no groups of this kind: there are (…), (?:…), (?P<name>…) and (?i)', open);
    const [text, on = '', off = '', end] = found;
    const switched = (flag: string, was: boolean) => (on.includes(flag) || was) && !off.includes(flag);
    flags = {
      ignoreCase: switched('i', flags.ignoreCase),
      lines: switched('m', flags.lines),
      dotAll: switched('s', flags.dotAll),
      lazy: switched('U', flags.lazy),
    };
    at += text.length;
    return end === ')';
  }

  function escaped(): Node[] {
    const next = pattern[at + 1];
    if (next === undefined) fail('a \\ stands at the end');
    const edges: Readonly<Record<string, Assertion>> = {
      A: 'text-start',
      z: 'text-end',
      b: 'word-edge',
      B: 'no-word-edge',
    };
    const edge = edges[next];
    if (edge) {
      at += 2;
      return [assert(edge)];
    }
    if (next === 'Q') {
      const end = pattern.indexOf('\\E', at + 2);
      const text = pattern.slice(at + 2, end < 0 ? undefined : end);
      at = end < 0 ? pattern.length : end + 2;
      return [...text].map((character) => literal(character.codePointAt(0) as number));
    }
    const known = escapedClass();
    return [known ? { type: 'set', set: setOf(known.ranges, known.classes) } : literal(escapedCharacter())];
  }

  /** `\d` or `\p{Greek}`, in a class or outside. */
  function escapedClass(): { ranges: readonly CharRange[]; classes: readonly UnicodeClass[] } | undefined {
    const next = pattern[at + 1] ?? '';
    const perl = perlClasses[next.toLowerCase()];
    if (perl && /[dswDSW]/.test(next)) {
      at += 2;
      return { ranges: /[dsw]/.test(next) ? perl : complement(perl), classes: [] };
    }
    const found = /^\\([pP])(?:\{(\^?)([^}]*)\}|([^{]))/u.exec(pattern.slice(at, at + 60));
    if (!found) return undefined;
    const [text, letter, not, long, short] = found;
    const made = unicodeClass(long ?? short ?? '', (letter === 'P') !== (not === '^'), flags.ignoreCase, at);
    at += text.length;
    return { ranges: [], classes: [made] };
  }

  function escapedCharacter(): number {
    const start = at;
    at += 1;
    const character = pattern[at] ?? fail('a \\ stands at the end', start);
    const plain = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 }[character];
    if (plain !== undefined) {
      at += 1;
      return plain;
    }
    const code = /^(?:x([0-9A-Fa-f]{2})|x\{([0-9A-Fa-f]+)\}|([1-7][0-7]{1,2}|0[0-7]{0,2}))/.exec(pattern.slice(at));
    if (code) {
      const [text, short, long, octal] = code;
      const point = octal === undefined ? Number.parseInt(short ?? long ?? '', 16) : Number.parseInt(octal, 8);
      if (point > 0x10ffff) fail(`\\${text} is no character`, start);
      at += text.length;
      return point;
    }
    if (/[0-9A-Za-z]/.test(character) || character > '\x7f') {
      fail(
        /[1-9]/.test(character)
          ? `\\${character} would refer to a group, which Go cannot`
          : `Go knows no \\${character}`,
        start,
      );
    }
    return take();
  }

  function charClass(): CharSet {
    const open = at;
    at += 1;
    const negated = pattern[at] === '^';
    if (negated) at += 1;
    const ranges: CharRange[] = [];
    const classes: UnicodeClass[] = [];
    for (let first = true; first || pattern[at] !== ']'; first = false) {
      if (at >= pattern.length) fail('this [ is never closed', open);
      const posix = /^\[:(\^?)([\s\S]*?):\]/.exec(pattern.slice(at));
      if (posix) {
        const known = posixClasses[posix[2] ?? ''] ?? fail(`there is no class ${posix[0]}`);
        ranges.push(...(posix[1] ? complement(known) : known));
        at += posix[0].length;
        continue;
      }
      const known = pattern[at] === '\\' ? escapedClass() : undefined;
      if (known) {
        ranges.push(...known.ranges);
        classes.push(...known.classes);
        continue;
      }
      const start = at;
      const from = classCharacter(open);
      let to = from;
      if (pattern[at] === '-' && at + 1 < pattern.length && pattern[at + 1] !== ']') {
        at += 1;
        to = classCharacter(open);
        if (to < from) fail(`${pattern.slice(start, at)} is a range from back to front`, start);
      }
      ranges.push([from, to]);
    }
    at += 1;
    return setOf(ranges, classes, negated);
  }

  function classCharacter(open: number): number {
    if (at >= pattern.length) fail('this [ is never closed', open);
    return pattern[at] === '\\' ? escapedCharacter() : take();
  }
}

/** How often the innermost part is repeated, where each repetition counts at least once. */
function repeats(node: Node): number {
  switch (node.type) {
    case 'concat':
    case 'alternate':
      return Math.max(1, ...node.parts.map(repeats));
    case 'group':
      return repeats(node.inner);
    case 'repeat':
      return node.max === 0 ? 1 : repeats(node.inner) * Math.max(1, Number.isFinite(node.max) ? node.max : node.min);
    default:
      return 1;
  }
}
