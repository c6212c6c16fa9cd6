import { nearest } from '../nearest.js';
import type { Command, Name, NumberOperand, Operand, Pipe, Span } from './ast.js';
import { zeroOf } from './builtins.js';
import type { GoFunction, World } from './function.js';
import { callMethod } from './methods.js';
import { typeName } from './print.js';
import { fail } from './problem.js';
import { refusalOf } from './refuse.js';
import { type Signature, typeInfo } from './types.js';
import { isTrue, list, typeOf, type Value } from './values.js';

/** What an expression can see: functions, and the variables set so far. */
export interface Frame {
  readonly functions: Readonly<Record<string, GoFunction>>;
  readonly world: World;
  readonly variables: { readonly name: string; value: Value }[];
}

/** What is handed to a function: operands, and behind them what the command before yielded. */
interface Args {
  readonly operands: readonly Operand[];
  readonly final?: { readonly value: Value };
}

export function evaluate(frame: Frame, pipe: Pipe, dot: Value): Value {
  let final: { readonly value: Value } | undefined;
  for (const command of pipe.commands) final = { value: evaluateCommand(frame, command, dot, final) };
  const value = final ? final.value : null;
  for (const { text } of pipe.variables) {
    const known = pipe.assigns ? frame.variables.findLast(({ name }) => name === text) : undefined;
    if (known) known.value = value;
    else frame.variables.push({ name: text, value });
  }
  return value;
}

function evaluateCommand(frame: Frame, { operands, span }: Command, dot: Value, final: Args['final']): Value {
  const [first, ...rest] = operands as readonly [Operand, ...Operand[]];
  const args: Args = { operands: rest, ...(final ? { final } : {}) };
  if (first.type === 'nil') fail('nil alone is no value', first.span);
  return operandValue(frame, first, dot, args, span);
}

/** The value of an operand; `args` are those of the function that it is or ends in. */
function operandValue(frame: Frame, operand: Operand, dot: Value, args: Args, span: Span): Value {
  switch (operand.type) {
    case 'function':
      return callFunction(frame, operand.name, dot, args, operand.span);
    case 'field':
      return followed(frame, dot, operand.fields, dot, args);
    case 'variable': {
      const { value = null } = frame.variables.findLast(({ name }) => name === operand.name) ?? {};
      if (operand.fields.length === 0) mustBeAlone(args, operand.name, operand.span);
      return followed(frame, value, operand.fields, dot, args);
    }
    case 'chain':
      return followed(frame, evaluate(frame, operand.of, dot), operand.fields, dot, args);
    default:
      mustBeAlone(args, 'this value', span);
      return constantOf(frame, operand, dot);
  }
}

function constantOf(frame: Frame, operand: Operand, dot: Value): Value {
  switch (operand.type) {
    case 'dot':
      return dot;
    case 'bool':
    case 'string':
      return operand.value;
    case 'number':
      return ideal(operand);
    case 'pipe':
      return evaluate(frame, operand, dot);
    default:
      return null;
  }
}

/** A number where any type is welcome. */
function ideal({ looksFloat, int, float }: NumberOperand): Value {
  return looksFloat || int === undefined ? float : int;
}

function mustBeAlone({ operands, final }: Args, what: string, span: Span): void {
  const [first] = operands;
  if (first) fail(`${what} is no function, so it takes no argument`, first.span, 'is a function missing before it?');
  if (final) fail(`${what} is no function, so nothing can be handed to it`, span, 'is a function missing before it?');
}

/** Fields and methods one after the other; the last one takes the arguments. */
function followed(frame: Frame, start: Value, fields: readonly Name[], dot: Value, args: Args): Value {
  // fields of nothing at all are nothing; but what is missing in a map has none
  if (start === null && fields.length > 0) return null;
  let value = start;
  for (const [index, field] of fields.entries()) {
    value = fieldOf(frame, value, field, dot, index === fields.length - 1 ? args : { operands: [] });
  }
  return value;
}

function fieldOf(frame: Frame, receiver: Value, name: Name, dot: Value, args: Args): Value {
  if (receiver === null) return fail(`there is nothing here that could have a field ${name.text}`, name);
  const type = typeOf(receiver);
  const info = typeInfo(type);
  const method = owned(info.methods ?? {}, name.text);
  if (method) {
    const values = argumentsOf(frame, method, name.text, dot, args, name);
    return guarded(name.text, name, () => callMethod(receiver, name.text, values));
  }
  if (typeof receiver === 'object' && receiver.kind === 'struct' && Object.hasOwn(receiver.fields, name.text)) {
    mustBeAlone(args, `the field ${name.text}`, name);
    return receiver.fields[name.text] ?? null;
  }
  if (typeof receiver === 'object' && receiver.kind === 'map') {
    mustBeAlone(args, name.text, name);
    return receiver.entries.get(name.text) ?? zeroOf(info.elem);
  }
  const known = [...Object.keys(info.fields ?? {}), ...Object.keys(info.methods ?? {})];
  return fail(`a value of type ${type} has no field ${name.text}`, name, meant(name.text, known));
}

/** What a record has under a name; `constructor` is a name like any other. */
export function owned<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** `did you mean .Labels?`, or all that there is. */
export function meant(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const close = nearest(name, known);
  return close === undefined ? `the known ones are ${known.join(', ')}` : `did you mean ${close}?`;
}

function callFunction(frame: Frame, name: string, dot: Value, args: Args, span: Span): Value {
  const called = owned(frame.functions, name);
  if (!called) return fail(`there is no function ${name}`, span, meant(name, Object.keys(frame.functions)));
  if (name === 'and' || name === 'or') return decided(frame, name, dot, args, span);
  const values = argumentsOf(frame, called, name, dot, args, span);
  return guarded(name, span, () => called.run(values, frame.world));
}

/** The first argument that decides; those behind it are not looked at. */
function decided(frame: Frame, name: 'and' | 'or', dot: Value, args: Args, span: Span): Value {
  const operands = [...args.operands, ...(args.final ? [undefined] : [])];
  if (operands.length === 0) fail(`${name} wants at least one argument`, span);
  let value: Value = null;
  for (const operand of operands) {
    value = operand ? argument(frame, operand, 'interface {}', dot) : (args.final?.value ?? null);
    if (isTrue(value) === (name === 'or')) return value;
  }
  return value;
}

function guarded(name: string, span: Span, run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    return fail(`${name}: ${refusal}`, span);
  }
}

function argumentsOf(frame: Frame, of: Signature, name: string, dot: Value, args: Args, span: Span): Value[] {
  const given = args.operands.length + (args.final ? 1 : 0);
  const problem = countProblem(of, given);
  if (problem) fail(`${name} ${problem}`, span);
  const wanted = (index: number) => of.params[index] ?? of.rest ?? 'interface {}';
  const values = args.operands.map((operand, index) => argument(frame, operand, wanted(index), dot));
  if (args.final) values.push(fitting(args.final.value, wanted(given - 1), span));
  return values;
}

/** What is wrong with the number of arguments: `wants 2 arguments and gets 1`. */
export function countProblem({ params, rest }: Signature, given: number): string | undefined {
  const wanted = params.length;
  if (rest === undefined ? given === wanted : given >= wanted) return undefined;
  const number = `${rest === undefined ? '' : 'at least '}${wanted === 0 ? 'no' : wanted}`;
  return `wants ${number} argument${wanted === 1 ? '' : 's'} and gets ${given}`;
}

function argument(frame: Frame, operand: Operand, type: string, dot: Value): Value {
  const { span } = operand;
  switch (operand.type) {
    case 'nil': {
      const { kind } = typeInfo(type);
      if (kind === 'list') return list(type, []);
      return kind === 'any' || kind === 'map' ? null : fail(`nil is no value of type ${type}`, span);
    }
    case 'bool':
    case 'string':
    case 'number':
      return literal(operand, type);
    case 'dot':
      return fitting(dot, type, span);
    default:
      return fitting(operandValue(frame, operand, dot, { operands: [] }, span), type, span);
  }
}

type Literal = Extract<Operand, { readonly type: 'bool' | 'string' | 'number' }>;

function literal(operand: Literal, type: string): Value {
  const { kind } = typeInfo(type);
  if (kind === 'any') return operand.type === 'number' ? ideal(operand) : operand.value;
  if (operand.type === 'number') {
    if (kind === 'float') return operand.float;
    if (kind === 'int' && operand.int !== undefined) {
      return type === 'time.Duration' ? { kind: 'number', type, value: operand.int } : operand.int;
    }
  } else if (kind === operand.type) return operand.value;
  const found = operand.type === 'number' ? operand.text : JSON.stringify(operand.value);
  return fail(`${found} is no value of type ${type}`, operand.span);
}

/** A value as an argument of a type, or a refusal. */
function fitting(value: Value, type: string, span: Span): Value {
  if (fits(value === null ? 'nil' : typeOf(value), type)) return value;
  return fail(`this is of type ${typeName(value)}, and ${type} is wanted`, span);
}

/** Whether a value of one type may stand where another one is wanted. */
export function fits(type: string, wanted: string): boolean {
  if (wanted === 'interface {}' || type === wanted) return true;
  const { kind, elem } = typeInfo(wanted);
  if (type === 'nil') return kind === 'list' || kind === 'map';
  // a list or map with a name is also one without
  return /^(\[\]|map)/.test(wanted) && typeInfo(type).kind === kind && typeInfo(type).elem === elem;
}
