import type { BranchNode, CallNode, Node, Pipe, RangeNode, Span, Template } from './ast.js';
import { builtins } from './builtins.js';
import { evaluate, type Frame } from './evaluate.js';
import type { GoFunction, World } from './function.js';
import { shown, typeName } from './print.js';
import { fail, type Problem, problemOf } from './problem.js';
import { refusalOf } from './refuse.js';
import { isTrue, sortedKeys, type Value } from './values.js';

/** A template that is not written in Go's language: what Alertmanager brings itself. */
export type Native = (data: Value) => string;

/** What templates can call. */
export interface Library {
  readonly templates: ReadonlyMap<string, Template | Native>;
  /** Beside Go's own. */
  readonly functions: Readonly<Record<string, GoFunction>>;
  readonly world: World;
  /** Is told which template runs, and which way it goes at each branch. */
  readonly visit?: (template: string, branch?: { readonly at: number; readonly taken: boolean }) => void;
}

export interface Rendered {
  /** Undefined where rendering stopped with a problem: then nothing is sent at all. */
  readonly text?: string;
  readonly problem?: Problem;
}

/** Where the text goes; HTML is escaped by what stands around each value. */
export interface Output {
  literal(text: string, span: Span): void;
  value(value: Value, pipe: Pipe): void;
  finish(): string;
}

/** So many steps no notification takes; a loop over a number might. */
const mostSteps = 2_000_000;
const deepestCall = 500;

/**
 * Renders a template with `data` as its dot.
 * @param options.variables those that are there from the start, with their values: `$labels`
 * @param options.output where the text goes; default: as it is
 */
export function render(
  main: Template,
  data: Value,
  library: Library,
  options: { readonly variables?: readonly (readonly [string, Value])[]; readonly output?: Output } = {},
): Rendered {
  const output = options.output ?? plainOutput();
  const functions = withBuiltins(library.functions);
  const run: Run = { library, functions, output, steps: 0, depth: 0, template: undefined };
  try {
    runTemplate(run, main, data, options.variables ?? []);
    return { text: output.finish() };
  } catch (error) {
    const problem = problemOf(error);
    if (problem) return { problem: run.template === undefined ? problem : { ...problem, template: run.template } };
    throw error;
  }
}

/** Systems have few sets of functions, and texts are many. */
const complete = new WeakMap<object, Run['functions']>();

function withBuiltins(functions: Library['functions']): Run['functions'] {
  const known = complete.get(functions) ?? { ...builtins, ...functions };
  complete.set(functions, known);
  return known;
}

function plainOutput(): Output {
  const parts: string[] = [];
  return {
    literal: (text) => {
      parts.push(text);
    },
    value: (value) => {
      parts.push(shown(value));
    },
    finish: () => parts.join(''),
  };
}

interface Run {
  readonly library: Library;
  readonly functions: Readonly<Record<string, GoFunction>>;
  readonly output: Output;
  steps: number;
  depth: number;
  /** The template that runs; the one that was asked for has no name. */
  template: string | undefined;
}

/** What ended a list of nodes early. */
type Jump = 'break' | 'continue' | undefined;

function runTemplate(
  run: Run,
  template: Template,
  data: Value,
  variables: readonly (readonly [string, Value])[],
): void {
  const frame: Frame = {
    functions: run.functions,
    world: run.library.world,
    variables: [['$', data], ...variables].map(([name, value]) => ({ name, value }) as { name: string; value: Value }),
  };
  runNodes(run, frame, template.nodes, data);
}

function runNodes(run: Run, frame: Frame, nodes: readonly Node[], dot: Value): Jump {
  for (const node of nodes) {
    run.steps += 1;
    if (run.steps > mostSteps) fail('this takes too long to render', node.span, 'is it a loop over a large number?');
    const jump = runNode(run, frame, node, dot);
    if (jump) return jump;
  }
  return undefined;
}

function runNode(run: Run, frame: Frame, node: Node, dot: Value): Jump {
  switch (node.type) {
    case 'text':
      run.output.literal(node.text, node.span);
      return undefined;
    case 'action': {
      const value = evaluate(frame, node.pipe, dot);
      if (node.pipe.variables.length === 0) run.output.value(value, node.pipe);
      return undefined;
    }
    case 'if':
    case 'with':
      return scoped(frame, () => runBranch(run, frame, node, dot));
    case 'range':
      return scoped(frame, () => runRange(run, frame, node, dot));
    case 'call':
      runCall(run, frame, node, dot);
      return undefined;
    default:
      return node.type;
  }
}

/** Variables that are set inside are gone afterwards. */
function scoped<T>({ variables }: Frame, run: () => T): T {
  const before = variables.length;
  const result = run();
  variables.length = before;
  return result;
}

function runBranch(run: Run, frame: Frame, node: BranchNode, dot: Value): Jump {
  const value = evaluate(frame, node.pipe, dot);
  visitBranch(run, node, isTrue(value));
  if (!isTrue(value)) return runNodes(run, frame, node.otherwise, dot);
  return runNodes(run, frame, node.then, node.type === 'with' ? value : dot);
}

function runRange(run: Run, frame: Frame, node: RangeNode, dot: Value): Jump {
  const value = evaluate(frame, node.pipe, dot);
  const { variables, assigns } = node.pipe;
  const before = frame.variables.length;
  let count = 0;
  for (const [key, item] of itemsOf(value, node.pipe.span)) {
    count += 1;
    // with one variable it is the item, with two the first is where it was found
    const values = variables.length > 1 ? [key, item] : [item];
    for (const [index, { text }] of variables.entries()) {
      const own = frame.variables[before - variables.length + index];
      const slot = assigns ? frame.variables.findLast(({ name }) => name === text) : own;
      if (slot) slot.value = values[index] ?? null;
    }
    if (count === 1) visitBranch(run, node, true);
    const jump = scoped(frame, () => runNodes(run, frame, node.body, item));
    if (jump === 'break') return undefined;
  }
  if (count === 0) visitBranch(run, node, false);
  return count === 0 ? runNodes(run, frame, node.otherwise, dot) : undefined;
}

function visitBranch({ library, template }: Run, { span }: BranchNode | RangeNode, taken: boolean): void {
  if (template !== undefined) library.visit?.(template, { at: span.start, taken });
}

function* itemsOf(value: Value, span: Span): Iterable<readonly [Value, Value]> {
  if (value === null) return;
  if (typeof value === 'bigint') {
    for (let index = 0n; index < value; index += 1n) yield [index, index];
    return;
  }
  if (typeof value === 'object' && value.kind === 'list') {
    for (const [index, item] of value.items.entries()) yield [BigInt(index), item];
    return;
  }
  if (typeof value === 'object' && value.kind === 'map') {
    for (const key of sortedKeys(value)) yield [key, value.entries.get(key) ?? null];
    return;
  }
  fail(`range goes over lists and maps, and this is of type ${typeName(value)}`, span);
}

function runCall(run: Run, frame: Frame, { name, pipe, span }: CallNode, dot: Value): void {
  const template = run.library.templates.get(name.text);
  if (!template) fail(`no template is named "${name.text}"`, name, 'define it, or mend the name');
  const data = pipe ? evaluate(frame, pipe, dot) : null;
  if (typeof template === 'function') {
    const text = native(template, data, span);
    run.output.value(text, { type: 'pipe', variables: [], assigns: false, commands: [], span });
    return;
  }
  run.depth += 1;
  if (run.depth > deepestCall) fail(`the template "${name.text}" calls itself without end`, span);
  const caller = run.template;
  run.template = name.text;
  run.library.visit?.(name.text);
  runTemplate(run, template, data, []);
  run.template = caller;
  run.depth -= 1;
}

function native(template: Native, data: Value, span: Span): string {
  try {
    return template(data);
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    return fail(refusal, span);
  }
}
