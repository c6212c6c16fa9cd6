import type { BinaryExpr, VectorMatching } from './ast.js';
import { type Cursor, expect, is, isText, next, peek, second, since, take, unexpected } from './cursor.js';
import { durationAsNumber } from './parse-duration.js';
import { fail } from './problem.js';
import type { Token } from './tokens.js';

const comparisons = ['==', '!=', '>', '<', '>=', '<='];
const setOperators = ['and', 'or', 'unless'];

/** `bool`, `on (…)`, `ignoring (…)`, `group_left (…)`, `fill (…)`. */
export function parseModifiers(cursor: Cursor, op: string): Pick<BinaryExpr, 'bool' | 'matching' | 'fill'> | undefined {
  if (peek(cursor).kind !== 'identifier') return undefined;
  const bool = take(cursor, 'bool');
  if (bool && !comparisons.includes(op)) fail('bool belongs to comparisons only', bool);
  const matching = parseMatching(cursor, op);
  const fill = parseFill(cursor);
  if (!bool && !matching && !fill) return undefined;
  return { ...(bool ? { bool: true } : {}), ...(matching ? { matching } : {}), ...(fill ? { fill } : {}) };
}

function parseMatching(cursor: Cursor, op: string): VectorMatching | undefined {
  const mode = take(cursor, 'on') ?? take(cursor, 'ignoring');
  if (!mode) return undefined;
  const labels = parseLabels(cursor, mode);
  const side = take(cursor, 'group_left') ?? take(cursor, 'group_right');
  const common = { mode: mode.text.toLowerCase() as VectorMatching['mode'], labels };
  if (!side) return common;
  if (setOperators.includes(op)) {
    fail(`${op} works on sets and cannot be grouped`, side, `leave ${side.text} out`);
  }
  const include = is(cursor, '(') ? parseLabels(cursor, side) : [];
  const both = common.mode === 'on' ? include.find((label) => labels.includes(label)) : undefined;
  if (both !== undefined)
    fail(`the label ${both} stands in on and in ${side.text}`, since(cursor, side), 'leave it out of one');
  return { ...common, group: { side: side.text.toLowerCase() === 'group_left' ? 'left' : 'right', include } };
}

const fills = [
  ['fill', ['left', 'right']],
  ['fill_left', ['left']],
  ['fill_right', ['right']],
  ['fill_left', ['left']],
] as const;

function parseFill(cursor: Cursor): BinaryExpr['fill'] {
  // what mostly stands here is a metric
  if (!isText(second(cursor), '(')) return undefined;
  const sides: { left?: number; right?: number } = {};
  for (const [word, names] of fills) {
    if (!is(cursor, word) || !isText(second(cursor), '(')) continue;
    next(cursor);
    next(cursor);
    const value = parseNumber(cursor, `in ${word}()`);
    expect(cursor, ')', `in ${word}()`);
    for (const name of names) sides[name] = value;
  }
  return Object.keys(sides).length > 0 ? sides : undefined;
}

export function parseNumber(cursor: Cursor, where: string): number {
  const sign = (take(cursor, '-') ?? take(cursor, '+'))?.text === '-' ? -1 : 1;
  const token = next(cursor);
  if (token.kind === 'duration') return sign * durationAsNumber(token);
  return token.kind === 'number' ? sign * numberOf(token) : unexpected(token, where, 'a number');
}

/** Labels in parentheses behind a word. */
export function parseLabels(cursor: Cursor, word: Token): string[] {
  if (!take(cursor, '(')) unexpected(peek(cursor), `after ${word.text}`, '"("');
  const labels: string[] = [];
  while (!take(cursor, ')')) {
    const token = next(cursor);
    const isLabel = token.kind === 'identifier' && token.text.toLowerCase() !== 'without';
    if (!isLabel && token.kind !== 'string' && token.kind !== 'variable') unexpected(token, among(word), 'a label');
    labels.push(token.text);
    if (!is(cursor, ')') && !take(cursor, ',')) unexpected(peek(cursor), among(word), '","');
  }
  return labels;
}

function among(word: Token): string {
  return `among the labels after ${word.text}`;
}

export function numberOf({ text }: Token): number {
  // nearly all of them
  if (/^(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text)) return Number(text);
  const plain = text.replaceAll('_', '').toLowerCase();
  if (plain === 'inf') return Number.POSITIVE_INFINITY;
  if (plain === 'nan') return Number.NaN;
  return /^0[0-7]+$/.test(plain) ? Number.parseInt(plain, 8) : Number(plain);
}
