import type { Pipe, Span } from '../ast.js';
import { fail } from '../problem.js';
import { refusalOf } from '../refuse.js';
import type { Output } from '../render.js';
import type { Value } from '../values.js';
import { advance, type Context, inText, valueState } from './context.js';
import {
  attributeName,
  cssString,
  cssValue,
  inAttribute,
  inBareAttribute,
  inMarkup,
  inRcdata,
  jsString,
  jsValue,
  normalizedUrl,
  type Piece,
  pieceOf,
  safeAddress,
  urlPart,
} from './escapers.js';

/** A page in which every value is escaped by what stands around it, as Go's html/template does. */
export function htmlOutput(): Output {
  const parts: string[] = [];
  let context = inText;
  let last: Span = { start: 0, end: 0 };
  return {
    literal: (text, span) => {
      last = span;
      context = writeLiteral(parts, context, text, span);
    },
    value: (value, pipe) => {
      last = pipe.span;
      context = nudged(context);
      parts.push(escaped(context, value, pipe));
      if (context.state === 'tag') context = { ...context, state: 'attribute name' };
    },
    finish: () => {
      if (context.state !== 'text') fail(`the page ends inside of ${names[context.state]}`, last, 'close it');
      return parts.join('');
    },
  };
}

/** In words, behind `inside of`. */
export const names: Readonly<Record<Context['state'], string>> = {
  text: 'its text',
  rcdata: 'a title or text area',
  comment: 'a comment',
  tag: 'a tag',
  'attribute name': 'a tag',
  'after name': 'a tag',
  'before value': 'a tag',
  attribute: 'the value of an attribute',
  url: 'an address',
  css: 'a style',
  'css string': 'a style',
  'css comment': 'a style',
  js: 'a script',
  'js string': 'a script',
};

/** The context behind a literal text. */
export function behind(before: Context, text: string, span: Span): Context {
  return writeLiteral([], before, text, span);
}

/** Comments are left out, and a "<" that begins nothing is escaped. */
function writeLiteral(parts: string[], before: Context, text: string, span: Span): Context {
  let context = before;
  let rest = text;
  while (rest !== '') {
    const [next, length] = stepped(context, rest, span);
    const part = rest.slice(0, length);
    parts.push(written(context, next, part));
    rest = rest.slice(length);
    context = next;
  }
  return context;
}

function stepped(context: Context, text: string, span: Span): ReturnType<typeof advance> {
  try {
    return advance(context, text);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    return fail(refusal, span, 'mend the HTML');
  }
}

function written(context: Context, next: Context, part: string): string {
  const isComment = ({ state, delimiter }: Context) =>
    delimiter === '' && (state === 'comment' || state === 'css comment');
  if (isComment(context)) return context.state === 'css comment' && next.state !== context.state ? ' ' : '';
  let text = part;
  if (isComment(next)) text = text.slice(0, next.state === 'comment' ? -4 : -2);
  if (context.state !== 'text' && context.state !== 'rcdata') return text;
  const tag = next.state === context.state || isComment(next) ? text.length : text.lastIndexOf('<');
  const end = tag < 0 ? text.length : tag;
  return text.slice(0, end).replaceAll(/<(?!!DOCTYPE)/gi, '&lt;') + text.slice(end);
}

/** Before a value, where a tag expects a name or the value of an attribute. */
export function nudged(context: Context): Context {
  switch (context.state) {
    case 'tag':
      return { ...context, state: 'attribute name' };
    case 'before value':
      return { ...context, state: valueState(context), delimiter: 'space', attribute: '' };
    case 'after name':
      return { ...context, state: 'attribute name', attribute: '' };
    default:
      return context;
  }
}

function escaped(context: Context, value: Value, pipe: Pipe): string {
  const { state, delimiter } = context;
  const done = escapedAlready(context, pipe);
  const piece = pieceOf(value);
  const inner = done === 'urlquery' && state === 'url' ? piece : forState(context, value, piece);
  if (state === 'comment' || state === 'css comment') return '';
  if (done === 'html') return inner.text;
  if (state === 'text') return inMarkup(inner);
  if (state === 'rcdata') return inRcdata(inner);
  if (delimiter === '') return inner.text;
  return delimiter === 'space' ? inBareAttribute(inner) : inAttribute(inner);
}

/** What the language of the place needs, before HTML has its say. */
function forState({ state, part }: Context, value: Value, piece: Piece): Piece {
  switch (state) {
    case 'url':
      if (part === 'query') return urlPart(piece);
      return part === 'path' ? normalizedUrl(piece) : normalizedUrl(safeAddress(piece));
    case 'css':
      return cssValue(piece);
    case 'css string':
      return cssString(piece);
    case 'js':
      return jsValue(value);
    case 'js string':
      return jsString(piece);
    case 'attribute name':
      return attributeName(piece);
    default:
      return piece;
  }
}

/** `html` and `urlquery` at the end of a pipeline are not done twice; anywhere else Go forbids them in HTML. */
export function escapedAlready({ state, delimiter }: Context, { commands }: Pipe): 'html' | 'urlquery' | undefined {
  for (const [index, { operands, span }] of commands.entries()) {
    const [first] = operands;
    const name = first?.type === 'function' ? first.name : '';
    if (name !== 'html' && name !== 'urlquery') continue;
    if (index < commands.length - 1 || (name === 'html' && state === 'attribute' && delimiter === 'space')) {
      fail(`${name} must be the last function here, because pages escape by themselves`, span, `remove ${name}`);
    }
    return name;
  }
  return undefined;
}
