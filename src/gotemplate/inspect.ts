import { fieldsSince } from './alertmanager.js';
import type { BranchNode, CallNode, Command, Name, Node, Operand, Pipe, RangeNode, Span, Template } from './ast.js';
import { countProblem, fits, meant, owned } from './evaluate.js';
import { any, type GoFunction } from './function.js';
import { described, type Finding, type Inspection, type Surroundings } from './inspection.js';
import { type Signature, typeInfo } from './types.js';
import { isAtLeast } from './version.js';

/** Which version came with a Go that knows these. */
const goSince = {
  Alertmanager: { elseWith: '0.28', rangeInt: '0.28' },
  Prometheus: { elseWith: '2.55', rangeInt: '2.54' },
} as const;

/** What is known of a place in a template. */
interface State {
  readonly around: Surroundings;
  readonly into: Inspection;
  /** Templates and the types they were looked at with. */
  readonly done: Set<string>;
  readonly in: Template;
  readonly variables: { readonly name: string; type: string }[];
}

/**
 * Follows a template and all that it calls.
 * @param dot the type of its data; `interface {}` where nobody knows
 */
export function inspect(
  main: Template,
  dot: string,
  around: Surroundings,
  variables: readonly (readonly [name: string, type: string])[] = [],
): Inspection {
  const into: Inspection = { findings: [], reads: [], called: new Set() };
  const known = [['$', dot] as const, ...variables].map(([name, type]) => ({ name, type }));
  nodes({ around, into, done: new Set(), in: main, variables: known }, main.nodes, dot);
  return into;
}

function report(state: State, kind: Finding['kind'], message: string, span: Span, help?: string): void {
  state.into.findings.push({ kind, message, span, ...(help ? { help } : {}), in: state.in });
}

function mustBeSince(state: State, since: string | undefined, what: string, span: Span): void {
  const { version, system } = state.around;
  if (!since || version === undefined || isAtLeast(version, since)) return;
  report(state, 'version', `${what} needs ${system} ${since}, and this is ${version}`, span);
}

function nodes(state: State, all: readonly Node[], dot: string): void {
  for (const node of all) {
    if (node.type === 'action') pipe(state, node.pipe, dot);
    else if (node.type === 'if' || node.type === 'with') branch(state, node, dot);
    else if (node.type === 'range') range(state, node, dot);
    else if (node.type === 'call') call(state, node, dot);
  }
}

function scoped({ variables }: State, run: () => void): void {
  const before = variables.length;
  run();
  variables.length = before;
}

function branch(state: State, node: BranchNode, dot: string): void {
  scoped(state, () => {
    if (node.elseWith) mustBeSince(state, goSince[state.around.system].elseWith, 'else with', node.span);
    const type = pipe(state, node.pipe, dot);
    scoped(state, () => nodes(state, node.then, node.type === 'with' ? type : dot));
    scoped(state, () => nodes(state, node.otherwise, dot));
  });
}

function range(state: State, node: RangeNode, dot: string): void {
  scoped(state, () => {
    const type = pipe(state, node.pipe, dot);
    const { kind, elem = any } = typeInfo(type);
    if (kind === 'int')
      mustBeSince(state, goSince[state.around.system].rangeInt, 'range over a number', node.pipe.span);
    else if (!['list', 'map', 'any'].includes(kind)) {
      report(state, 'call', `range goes over lists and maps, and this is of type ${type}`, node.pipe.span);
    }
    const item = kind === 'int' ? 'int' : elem;
    const key = kind === 'map' ? 'string' : kind === 'any' ? any : 'int';
    const types = node.pipe.variables.length > 1 ? [key, item] : [item];
    for (const [index, { text }] of node.pipe.variables.entries()) set(state, text, types[index] ?? any);
    scoped(state, () => nodes(state, node.body, item));
    scoped(state, () => nodes(state, node.otherwise, dot));
  });
}

function set({ variables }: State, name: string, type: string): void {
  const variable = variables.findLast((one) => one.name === name);
  if (variable) variable.type = type;
}

function call(state: State, { name, pipe: given }: CallNode, dot: string): void {
  const type = given ? pipe(state, given, dot) : 'nil';
  state.into.called.add(name.text);
  const template = state.around.templates.get(name.text);
  if (!template) {
    const help = meant(
      name.text,
      [...state.around.templates.keys()].filter((one) => !one.startsWith('__')),
    );
    report(state, 'template', `no template is named "${name.text}"`, name, help?.startsWith('did') ? help : undefined);
    return;
  }
  const key = `${name.text} ${type}`;
  if (typeof template === 'function' || state.done.has(key)) return;
  state.done.add(key);
  nodes({ ...state, in: template, variables: [{ name: '$', type }] }, template.nodes, type);
}

/** The type of what a pipeline yields. */
function pipe(state: State, { commands, variables, assigns }: Pipe, dot: string): string {
  let type: string | undefined;
  for (const one of commands) type = command(state, one, dot, type);
  const result = type ?? any;
  for (const { text } of variables) {
    if (!assigns) state.variables.push({ name: text, type: result });
    else if (state.variables.findLast(({ name }) => name === text)?.type !== result) set(state, text, any);
  }
  return result;
}

function command(state: State, { operands }: Command, dot: string, final: string | undefined): string {
  const [first, ...rest] = operands;
  return first ? operand(state, first, dot, { operands: rest, final }) : any;
}

interface Args {
  readonly operands: readonly Operand[];
  readonly final?: string | undefined;
}

const noArgs: Args = { operands: [] };

function operand(state: State, one: Operand, dot: string, args: Args): string {
  switch (one.type) {
    case 'function':
      return callFunction(state, one.name, dot, args, one.span);
    case 'field':
      return follow(state, dot, one.fields, dot, args);
    case 'variable': {
      const variable = state.variables.findLast(({ name }) => name === one.name);
      if (one.fields.length === 0) alone(state, args, one.span);
      return follow(state, variable?.type ?? any, one.fields, dot, args);
    }
    case 'chain':
      return follow(state, pipe(state, one.of, dot), one.fields, dot, args);
    case 'pipe':
      alone(state, args, one.span);
      return pipe(state, one, dot);
    default:
      alone(state, args, one.span);
      if (one.type === 'dot') return dot;
      if (one.type === 'number') return one.looksFloat ? 'float64' : 'int';
      return one.type === 'nil' ? 'nil' : one.type;
  }
}

function alone(state: State, { operands, final }: Args, span: Span): void {
  if (operands.length === 0 && final === undefined) return;
  report(state, 'call', 'this is no function, so it takes no argument', operands[0]?.span ?? span);
}

function follow(state: State, start: string, fields: readonly Name[], dot: string, args: Args): string {
  let type = start;
  for (const [index, field] of fields.entries()) {
    type = fieldOf(state, type, field, dot, index === fields.length - 1 ? args : noArgs);
  }
  return type;
}

function fieldOf(state: State, type: string, name: Name, dot: string, args: Args): string {
  const { kind, fields = {}, methods = {}, elem } = typeInfo(type);
  const method = owned(methods, name.text);
  if (method) {
    mustBeSince(state, method.since, `the method ${name.text}`, name);
    check(state, method, name.text, dot, args, name);
    return method.result;
  }
  if (kind === 'any') return any;
  const field = owned(fields, name.text);
  if (field !== undefined) {
    const since = type.endsWith('template.Data') ? fieldsSince[name.text] : undefined;
    mustBeSince(state, since, `the field ${name.text}`, name);
    return field;
  }
  if (kind === 'map') {
    state.into.reads.push({ of: type, name: name.text, span: name, in: state.in });
    return elem ?? any;
  }
  const known = [...Object.keys(fields), ...Object.keys(methods)];
  report(state, 'field', `${described(type)} has no field ${name.text}`, name, meant(name.text, known));
  return any;
}

function callFunction(state: State, name: string, dot: string, args: Args, span: Span): string {
  const { functions, system } = state.around;
  const called = owned(functions, name);
  if (!called) {
    const help = meant(name, Object.keys(functions));
    report(
      state,
      'function',
      `${system} has no template function ${name}`,
      span,
      help?.startsWith('did') ? help : undefined,
    );
    for (const one of args.operands) operand(state, one, dot, noArgs);
    return any;
  }
  mustBeSince(state, called.since, `the template function ${name}`, span);
  const types = check(state, called, name, dot, args, span);
  return resultOf(state, name, called, types, args);
}

function resultOf(state: State, name: string, called: GoFunction, types: readonly string[], args: Args): string {
  const [first = any, second] = types;
  switch (name) {
    case 'and':
    case 'or':
      return types.every((type) => type === first) ? first : any;
    case 'slice':
      return first;
    case 'index': {
      const { kind, elem = any } = typeInfo(first);
      const key = args.operands[1];
      if (kind === 'map' && key?.type === 'string') {
        state.into.reads.push({ of: first, name: key.value, span: key.span, in: state.in });
      }
      return kind === 'string' ? 'uint8' : second !== undefined && types.length === 2 ? elem : any;
    }
    default:
      return called.result;
  }
}

/** Looks at arguments; answers their types. */
function check(state: State, of: Signature, name: string, dot: string, args: Args, span: Span): string[] {
  const { operands, final } = args;
  const given = operands.length + (final === undefined ? 0 : 1);
  const problem = countProblem(of, given);
  if (problem) report(state, 'call', `${name} ${problem}`, span);
  const types = operands.map((one) => operand(state, one, dot, noArgs));
  if (final !== undefined) types.push(final);
  if (problem) return types;
  for (const [index, type] of types.entries()) {
    const wanted = of.params[index] ?? of.rest ?? any;
    const one = operands[index];
    if (type === any || fits(type, wanted) || (one && isLiteralOf(one, wanted))) continue;
    report(state, 'call', `${name} wants ${wanted} here, and this is ${type}`, one?.span ?? span);
  }
  return types;
}

/** A number fits where any kind of number is wanted. */
function isLiteralOf(one: Operand, wanted: string): boolean {
  const { kind } = typeInfo(wanted);
  return one.type === 'number' && (kind === 'float' || (kind === 'int' && one.int !== undefined));
}
