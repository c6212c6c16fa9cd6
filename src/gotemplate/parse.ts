import type { BranchNode, CallNode, Name, Node, Pipe, RangeNode, Span, Template } from './ast.js';
import { type Cursor, cursorOver, unexpected } from './cursor.js';
import { stringValue } from './literals.js';
import { parsePipe } from './parse-pipe.js';
import { fail, type Problem, problemOf } from './problem.js';
import type { Token } from './tokens.js';

export interface Parsed {
  /** What the text itself is, and the templates that it defines. */
  readonly main?: Template;
  readonly defined: readonly Template[];
  readonly problem?: Problem;
}

/** Nested deeper than this nothing is that a person wrote. */
const deepest = 400;

/**
 * Reads a template as Go does. Whether functions and templates that it calls exist is not looked at.
 * @param options.variables variables that are there from the start, such as `$labels`
 */
export function parse(text: string, options: { readonly variables?: readonly string[] } = {}): Parsed {
  try {
    const reader: Reader = { cursor: cursorOver(text, options.variables ?? []), defined: [], depth: 0, loops: 0 };
    const { nodes, end } = parseNodes(reader, true);
    if (end.kind !== 'end') unexpectedEnd(end);
    return { main: { name: '', nodes, span: { start: 0, end: 0 } }, defined: reader.defined };
  } catch (error) {
    const problem = problemOf(error);
    if (!problem) throw error;
    return { defined: [], problem };
  }
}

interface Reader {
  readonly cursor: Cursor;
  readonly defined: Template[];
  depth: number;
  /** How many loops are around this place. */
  loops: number;
}

/** Nodes up to `end`, `else` or the end of the text, whose token it answers. */
function parseNodes(reader: Reader, isTop = false): { readonly nodes: Node[]; readonly end: Token } {
  const { cursor } = reader;
  const nodes: Node[] = [];
  for (;;) {
    const token = cursor.next();
    if (token.kind === 'end') return { nodes, end: token };
    if (token.kind === 'text') {
      nodes.push({ type: 'text', text: token.text, span: token });
      continue;
    }
    const keyword = cursor.peek();
    const word = keyword.kind === 'word' ? keyword.text : '';
    if (word === 'end' || word === 'else') {
      cursor.next();
      return { nodes, end: keyword };
    }
    if (word === 'define') {
      if (!isTop)
        fail('a template is defined at the top of a text only', keyword, 'move it out of the block around it');
      parseDefine(reader);
    } else nodes.push(parseAction(reader, token));
  }
}

function parseAction(reader: Reader, open: Token): Node {
  const { cursor } = reader;
  const keyword = cursor.peek();
  switch (keyword.kind === 'word' ? keyword.text : '') {
    case 'if':
      return parseBranch(reader, 'if', cursor.next());
    case 'with':
      return parseBranch(reader, 'with', cursor.next());
    case 'range':
      return parseRange(reader);
    case 'template':
      return parseCall(reader);
    case 'block':
      return parseBlock(reader);
    case 'break':
    case 'continue': {
      const type = cursor.next().text as 'break' | 'continue';
      if (reader.loops === 0) fail(`${type} stands in a range only`, keyword);
      cursor.expect('close', `behind ${type}`, '}}');
      return { type, span: keyword };
    }
    default: {
      const pipe = parsePipe(cursor, 'the action', 'close');
      return { type: 'action', pipe, span: since(open, cursor) };
    }
  }
}

function parseBranch(reader: Reader, type: 'if' | 'with', keyword: Token, elseWith = false): BranchNode {
  const { cursor } = reader;
  return nested(reader, keyword, () => {
    const pipe = parsePipe(cursor, type, 'close');
    const span = since(keyword, cursor);
    const { nodes: then, end } = parseNodes(reader);
    const otherwise = parseElse(reader, end, type, keyword);
    return { type, pipe, then, otherwise, span, ...(elseWith ? { elseWith } : {}) };
  });
}

/** What follows up to `end`: nothing, `else`, or `else if` with all that follows. */
function parseElse(reader: Reader, end: Token, type: 'if' | 'with' | 'range', begin: Token): Node[] {
  const { cursor } = reader;
  mustClose(end, type, begin);
  if (end.text === 'end') {
    cursor.expect('close', 'behind end', '}}');
    return [];
  }
  const next = cursor.peek();
  if (next.kind === 'word' && next.text === type && type !== 'range') {
    return [parseBranch(reader, type, cursor.next(), type === 'with')];
  }
  cursor.expect('close', 'behind else', type === 'range' ? '}}' : `}} or ${type}`);
  const { nodes, end: last } = parseNodes(reader);
  mustClose(last, type, begin);
  if (last.text === 'else') fail(`this ${type} has an else already`, last);
  cursor.expect('close', 'behind end', '}}');
  return nodes;
}

function parseRange(reader: Reader): RangeNode {
  const { cursor } = reader;
  const keyword = cursor.next();
  return nested(reader, keyword, () => {
    const pipe = parsePipe(cursor, 'range', 'close');
    const span = since(keyword, cursor);
    reader.loops += 1;
    const { nodes: body, end } = parseNodes(reader);
    reader.loops -= 1;
    return { type: 'range', pipe, body, otherwise: parseElse(reader, end, 'range', keyword), span };
  });
}

function parseCall(reader: Reader): CallNode {
  const { cursor } = reader;
  const keyword = cursor.next();
  const name = parseName(cursor, 'template');
  if (cursor.peek().kind === 'close') {
    cursor.next();
    return { type: 'call', name, span: since(keyword, cursor) };
  }
  const pipe = parsePipe(cursor, 'template', 'close');
  return { type: 'call', name, pipe, span: since(keyword, cursor) };
}

function parseBlock(reader: Reader): CallNode {
  const { cursor } = reader;
  const keyword = cursor.next();
  const name = parseName(cursor, 'block');
  const pipe: Pipe = parsePipe(cursor, 'block', 'close');
  const span = since(keyword, cursor);
  const nodes = parseBody(reader, 'block', keyword);
  define(reader, { name: name.text, nodes, span: name });
  return { type: 'call', name, pipe, span };
}

function parseDefine(reader: Reader): void {
  const { cursor } = reader;
  const keyword = cursor.next();
  const name = parseName(cursor, 'define');
  cursor.expect('close', 'behind the name', '}}');
  const nodes = parseBody(reader, 'define', keyword);
  define(reader, { name: name.text, nodes, span: name });
}

function parseBody(reader: Reader, type: string, keyword: Token): Node[] {
  const { cursor, loops } = reader;
  reader.loops = 0;
  const { nodes, end } = nested(reader, keyword, () => cursor.alone(() => parseNodes(reader)));
  reader.loops = loops;
  mustClose(end, type, keyword);
  if (end.text === 'else') fail(`a ${type} has no else`, end);
  cursor.expect('close', 'behind end', '}}');
  return nodes;
}

/** One of several definitions in a text may say something; empty ones do not count. */
function define({ defined }: Reader, template: Template): void {
  const index = defined.findIndex(({ name }) => name === template.name);
  const before = defined[index];
  if (!before) defined.push(template);
  else if (isEmpty(before)) defined[index] = template;
  else if (!isEmpty(template)) {
    fail(`the template "${template.name}" is defined twice in this text`, template.span, 'rename one of them');
  }
}

/** Whether a template says nothing but blanks: then another one of its name stays in force. */
export function isEmpty({ nodes }: Template): boolean {
  return nodes.every((node) => node.type === 'text' && node.text.trim() === '');
}

function parseName(cursor: Cursor, where: string): Name {
  const { text, start, end } = cursor.expect('string', `behind ${where}`, 'the name of a template, in quotes');
  return { text: stringValue(text, start), start, end };
}

function nested<T>(reader: Reader, at: Span, run: () => T): T {
  reader.depth += 1;
  if (reader.depth > deepest) fail('this is nested too deeply', at);
  const result = reader.cursor.scoped(run);
  reader.depth -= 1;
  return result;
}

function mustClose(end: Token, type: string, { start, end: behind }: Span): void {
  if (end.kind !== 'end') return;
  fail(`this ${type} is not closed`, { start, end: behind }, 'close it with {{ end }}');
}

function unexpectedEnd(token: Token): never {
  return token.text === 'else' || token.text === 'end'
    ? fail(`this ${token.text} belongs to nothing`, token, 'remove it, or the one before it')
    : unexpected(token, 'here');
}

function since(first: Span, cursor: Cursor): Span {
  return { start: first.start, end: cursor.last().end };
}
