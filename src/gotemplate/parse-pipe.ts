import type { Command, Name, Operand, Pipe, Span } from './ast.js';
import { type Cursor, unexpected } from './cursor.js';
import { numberOperand, stringValue } from './literals.js';
import { fail } from './problem.js';
import type { Token } from './tokens.js';

/** Nested deeper than this nothing is that a person wrote. */
const deepest = 400;

/**
 * Reads a pipeline up to the end of its action or parenthesis, and takes that end too.
 * @param place what it stands in, for messages: `if`
 */
export function parsePipe(cursor: Cursor, place: string, close: 'close' | ')', depth = 0): Pipe {
  const first = cursor.peek();
  if (depth > deepest) fail('this is nested too deeply', first);
  const { variables, assigns } = parseVariables(cursor, place);
  const commands: Command[] = [];
  for (;;) {
    const token = cursor.peek();
    const closes = close === 'close' ? token.kind === 'close' : cursor.is(')');
    if (closes) {
      const span = spanOf(first, commands.at(-1)?.span ?? token);
      checkPipe(commands, place, commands.length > 0 ? span : token);
      cursor.next();
      // what a variable is set to may name the variable of that name before
      if (!assigns) for (const { text } of variables) cursor.declare(text);
      return { type: 'pipe', variables, assigns, commands, span };
    }
    commands.push(parseCommand(cursor, place, depth));
  }
}

/** `$x :=`, `$x =`, and of `range` also `$i, $x :=`. */
function parseVariables(cursor: Cursor, place: string): { variables: Name[]; assigns: boolean } {
  const variables: Name[] = [];
  for (;;) {
    const token = cursor.peek();
    if (token.kind !== 'variable') return { variables: [], assigns: false };
    const [next, afterNext] = cursor.behind();
    const operator = next?.text === ':=' || next?.text === '=';
    const comma = next?.text === ',' && place === 'range';
    if (!operator && !comma) {
      if (variables.length > 0) {
        fail(`range sets its variables with := or =`, token, 'write {{ range $index, $item := … }}');
      }
      return { variables: [], assigns: false };
    }
    variables.push(nameOf(cursor.next()));
    const sign = cursor.next();
    if (operator) {
      const assigns = sign.text === '=';
      for (const one of variables) if (assigns) cursor.mustKnow(one);
      if (variables.length > 2) fail('range sets two variables at most', variables[2] as Name);
      return { variables, assigns };
    }
    if (afterNext?.kind !== 'variable' || variables.length > 1) {
      fail('range can only set variables', sign, 'write {{ range $index, $item := … }}');
    }
  }
}

function checkPipe(commands: readonly Command[], place: string, span: Span): void {
  if (commands.length === 0) fail(`a value is missing for ${place}`, span);
  for (const { operands, span: where } of commands.slice(1)) {
    const kind = operands[0]?.type ?? '';
    if (['bool', 'dot', 'nil', 'number', 'string'].includes(kind)) {
      fail('only a function can stand behind "|"', where, 'it gets the value before it as its last argument');
    }
  }
}

function parseCommand(cursor: Cursor, place: string, depth: number): Command {
  const first = cursor.peek();
  const operands: Operand[] = [];
  for (;;) {
    cursor.skipSpace();
    const operand = parseOperand(cursor, depth);
    if (operand) operands.push(operand);
    const token = cursor.peekExactly();
    if (token.kind === 'space') continue;
    if (token.kind === 'symbol' && token.text === '|') {
      if (operands.length === 0) fail('nothing stands before "|"', token);
      cursor.next();
    } else if (token.kind !== 'close' && !(token.kind === 'symbol' && token.text === ')')) {
      unexpected(token, operands.length > 0 ? 'behind a value' : `in ${place}`);
    }
    if (operands.length === 0) fail(`a value is missing for ${place}`, token);
    return { operands, span: spanOf(first, (operands.at(-1) as Operand).span) };
  }
}

function parseOperand(cursor: Cursor, depth: number): Operand | undefined {
  const first = cursor.peekExactly();
  const term = parseTerm(cursor, depth);
  if (!term) return undefined;
  if (cursor.peekExactly().kind !== 'field') return term;
  const fields: Name[] = [];
  while (cursor.peekExactly().kind === 'field') fields.push(fieldOf(cursor.next()));
  const span = spanOf(first, fields.at(-1) as Name);
  switch (term.type) {
    case 'field':
      return { ...term, fields: [...term.fields, ...fields], span };
    case 'variable':
      return { ...term, fields, span };
    case 'bool':
    case 'string':
    case 'number':
    case 'nil':
    case 'dot':
      return fail('a constant has no fields', fields[0] as Name);
    case 'pipe':
      return { type: 'chain', of: term, fields, span };
    case 'function': {
      const of: Pipe = {
        type: 'pipe',
        variables: [],
        assigns: false,
        commands: [{ operands: [term], span: term.span }],
        span: term.span,
      };
      return { type: 'chain', of, fields, span };
    }
    default:
      return term;
  }
}

function parseTerm(cursor: Cursor, depth: number): Operand | undefined {
  const token = cursor.peekExactly();
  const span: Span = { start: token.start, end: token.end };
  switch (token.kind) {
    case 'word':
      cursor.next();
      return wordOperand(token, span);
    case 'dot':
      cursor.next();
      return { type: 'dot', span };
    case 'variable':
      cursor.next();
      cursor.mustKnow(token);
      return { type: 'variable', name: token.text, fields: [], span };
    case 'field':
      cursor.next();
      return { type: 'field', fields: [fieldOf(token)], span };
    case 'string':
      cursor.next();
      return { type: 'string', value: stringValue(token.text, token.start), span };
    case 'number':
      cursor.next();
      return numberOperand(token.text, span);
    case 'symbol': {
      if (token.text !== '(') return undefined;
      cursor.next();
      const pipe = parsePipe(cursor, 'the parenthesis', ')', depth + 1);
      return { ...pipe, span: { start: token.start, end: cursor.last().end } };
    }
    default:
      return undefined;
  }
}

const keywords = ['if', 'else', 'end', 'range', 'with', 'define', 'template', 'block', 'break', 'continue'];

function wordOperand(token: Token, span: Span): Operand {
  const { text } = token;
  if (text === 'true' || text === 'false') return { type: 'bool', value: text === 'true', span };
  if (text === 'nil') return { type: 'nil', span };
  if (keywords.includes(text)) fail(`"${text}" stands at the beginning of an action only`, span);
  return { type: 'function', name: text, span };
}

function nameOf({ text, start, end }: Token): Name {
  return { text, start, end };
}

/** A field without its point; the place takes the point with it. */
function fieldOf({ text, start, end }: Token): Name {
  return { text: text.slice(1), start, end };
}

function spanOf(first: Span, last: Span): Span {
  return { start: first.start, end: Math.max(first.end, last.end) };
}
