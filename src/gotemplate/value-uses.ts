import type { Command, Name, Node, Operand, Pipe, Span, Template } from './ast.js';

/**
 * What an expression of a rule's template carries: nothing of the value, something that has the value in it (the data
 * of the alert, a sample), or the value itself. The higher one wins where both are possible.
 */
type Carries = 0 | 1 | 2;
const nothing = 0;
const holder = 1;
const value = 2;

interface State {
  readonly defined: ReadonlyMap<string, Template>;
  /** Templates, with what they were called with. */
  readonly done: Set<string>;
  readonly uses: Map<number, Span>;
  readonly variables: { readonly name: string; carries: Carries }[];
}

/** These hand on what they are given; of all others, the result is made of the value where it goes in. */
const handsOn = new Set(['first', 'sortByLabel', 'index', 'slice', 'args', 'and', 'or']);
/** What these say of a sample or of the alert's data is not its value. */
const leavesOut = new Set(['label', 'len', 'not']);

/** The places where a rule's template prints the value of its query, or another sample's, or decides by it. */
export function valueUses(main: Template, defined: readonly Template[]): readonly Span[] {
  const variables: State['variables'] = [
    { name: '$', carries: holder },
    { name: '$value', carries: value },
  ];
  const uses = new Map<number, Span>();
  nodes(
    { defined: new Map(defined.map((one) => [one.name, one])), done: new Set(), uses, variables },
    main.nodes,
    holder,
  );
  return [...uses.values()].sort((a, b) => a.start - b.start);
}

function nodes(state: State, all: readonly Node[], dot: Carries): void {
  const before = state.variables.length;
  for (const node of all) one(state, node, dot);
  state.variables.length = before;
}

function one(state: State, node: Node, dot: Carries): void {
  if (!('pipe' in node) || !node.pipe) return;
  const before = state.variables.length;
  const carries = pipe(state, node.pipe, dot);
  if (node.type === 'action') {
    // one that sets a variable prints nothing, and the variable lives on
    if (node.pipe.variables.length === 0 && carries > nothing) use(state, node.span);
    return;
  }
  // a condition chooses between texts, so the label changes with it too
  if (carries === value) use(state, node.pipe.span);
  if (node.type === 'call') called(state, node.name.text, carries);
  else if (node.type === 'range') {
    // what is assigned at the end of one round is read in the next
    for (let round = 0; round < 2; round++) nodes(state, node.body, carries);
    nodes(state, node.otherwise, dot);
  } else {
    nodes(state, node.then, node.type === 'with' ? carries : dot);
    nodes(state, node.otherwise, dot);
  }
  state.variables.length = before;
}

function use({ uses }: State, span: Span): void {
  uses.set(span.start, span);
}

function called(state: State, name: string, dot: Carries): void {
  const template = state.defined.get(name);
  const key = `${dot} ${name}`;
  // of a template that prints the value it is given, the call was told
  if (!template || dot === value || state.done.has(key)) return;
  state.done.add(key);
  nodes({ ...state, variables: [{ name: '$', carries: dot }] }, template.nodes, dot);
}

function pipe(state: State, { commands, variables, assigns }: Pipe, dot: Carries): Carries {
  let carries: Carries = nothing;
  for (const [index, each] of commands.entries()) {
    carries = command(state, each, dot, index === 0 ? undefined : carries);
  }
  for (const { text: name } of variables) {
    if (!assigns) state.variables.push({ name, carries });
    else {
      const known = state.variables.findLast((variable) => variable.name === name);
      if (known) known.carries = most(known.carries, carries);
    }
  }
  return carries;
}

function command(state: State, { operands }: Command, dot: Carries, final: Carries | undefined): Carries {
  const [first, ...rest] = operands;
  if (!first) return nothing;
  if (first.type !== 'function') return operand(state, first, dot);
  const given = rest.map((each) => operand(state, each, dot));
  return result(first.name, final === undefined ? given : [...given, final]);
}

function result(name: string, given: readonly Carries[]): Carries {
  const carries = most(...given);
  if (carries === value) return value;
  if (name === 'query') return holder;
  if (leavesOut.has(name)) return nothing;
  if (handsOn.has(name)) return carries;
  // the value of a sample, or its text with everything in it
  return carries === holder ? value : nothing;
}

function operand(state: State, each: Operand, dot: Carries): Carries {
  switch (each.type) {
    case 'dot':
      return dot;
    case 'field':
      return follow(dot, each.fields);
    case 'variable': {
      const known = state.variables.findLast(({ name }) => name === each.name);
      return follow(known?.carries ?? nothing, each.fields);
    }
    case 'chain':
      return follow(pipe(state, each.of, dot), each.fields);
    case 'pipe':
      return pipe(state, each, dot);
    case 'function':
      return result(each.name, []);
    default:
      return nothing;
  }
}

/** The labels of an alert or a sample are no value, whatever they are named. */
function follow(start: Carries, fields: readonly Name[]): Carries {
  return fields.reduce<Carries>((carries, { text }) => {
    if (carries !== holder) return carries;
    return text === 'Value' ? value : /^arg\d+$/.test(text) ? holder : nothing;
  }, start);
}

function most(...all: readonly Carries[]): Carries {
  return Math.max(nothing, ...all) as Carries;
}
