import type { ActionNode, BranchNode, CallNode, Node, RangeNode, Template } from '../ast.js';
import { fail, type Problem, problemOf } from '../problem.js';
import type { Native } from '../render.js';
import { type Context, inText } from './context.js';
import { behind, escapedAlready, names, nudged } from './output.js';

/** Where a way through a template leads: to a context, or nowhere, as it left a loop. */
type End = Context | 'gone';

interface Walk {
  readonly templates: ReadonlyMap<string, Template | Native>;
  /** Where each template is supposed to end, by its name and the context in which it was called. */
  readonly ends: Map<string, Context>;
  /** Those of them that were needed while they were looked at: they call themselves. */
  readonly needed: Set<string>;
  /** What breaks and continues of each loop around left with. */
  readonly loops: Context[][];
  template: string | undefined;
}

/**
 * What html/template refuses before it writes anything: it follows every way through a page, whether it is taken or not,
 * and wants to know of each value what stands around it.
 */
export function pageProblem(main: Template, templates: ReadonlyMap<string, Template | Native>): Problem | undefined {
  const walk: Walk = { templates, ends: new Map(), needed: new Set(), loops: [], template: undefined };
  try {
    const end = list(walk, inText, main.nodes);
    if (end !== 'gone' && end.state !== 'text') {
      const { span } = main.nodes.at(-1) ?? main;
      fail(`the page ends inside of ${names[end.state]}`, span, 'close it');
    }
    return undefined;
  } catch (error) {
    const problem = problemOf(error);
    if (!problem) throw error;
    return walk.template === undefined ? problem : { ...problem, template: walk.template };
  }
}

function list(walk: Walk, from: Context, nodes: readonly Node[]): End {
  let context: End = from;
  for (const node of nodes) {
    if (context === 'gone') return context;
    context = oneOf(walk, context, node);
  }
  return context;
}

function oneOf(walk: Walk, context: Context, node: Node): End {
  switch (node.type) {
    case 'text':
      return behind(context, node.text, node.span);
    case 'action':
      return action(context, node);
    case 'if':
    case 'with':
      return branch(walk, context, node);
    case 'range':
      return loop(walk, context, node);
    case 'call':
      return call(walk, context, node);
    default:
      walk.loops.at(-1)?.push(context);
      return 'gone';
  }
}

function action(before: Context, { pipe, span }: ActionNode): Context {
  // it sets a variable, and prints nothing
  if (pipe.variables.length > 0) return before;
  const context = nudged(before);
  escapedAlready(context, pipe);
  if (context.state === 'url' && context.part === 'unknown') {
    fail(
      'this may be in the path or in the query of an address, by the way before it',
      span,
      'write the ? once, before',
    );
  }
  return context.state === 'tag' ? { ...context, state: 'attribute name' } : context;
}

function branch(walk: Walk, context: Context, node: BranchNode): End {
  return joined(list(walk, context, node.then), list(walk, context, node.otherwise), node);
}

function loop(walk: Walk, context: Context, node: RangeNode): End {
  const left: Context[] = [];
  walk.loops.push(left);
  const once = left.reduce<End>((end, other) => joined(end, other, node), list(walk, context, node.body));
  walk.loops.pop();
  // it may go round again from where it has ended
  walk.loops.push([]);
  const again = once === 'gone' ? once : joined(once, list(walk, once, node.body), node);
  walk.loops.pop();
  return joined(again, list(walk, context, node.otherwise), node);
}

function call(walk: Walk, context: Context, { name }: CallNode): Context {
  const template = walk.templates.get(name.text);
  if (!template) fail(`no template is named "${name.text}"`, name, 'define it, or mend the name');
  if (typeof template === 'function') return context;
  const key = `${name.text} ${keyOf(context)}`;
  const known = walk.ends.get(key);
  if (known) {
    walk.needed.add(key);
    return known;
  }
  const caller = walk.template;
  walk.template = name.text;
  // Go supposes that it ends where it begins, and at the next call from the same context supposes it still
  walk.ends.set(key, context);
  let end = list(walk, context, template.nodes);
  if (end !== 'gone' && walk.needed.has(key) && !isSame(end, context)) {
    walk.ends.set(key, end);
    const again = list(walk, end, template.nodes);
    if (again === 'gone' || !isSame(again, end)) {
      fail(`where "${name.text}" ends cannot be told, as it calls itself`, template.span, 'close what it opens');
    }
    end = again;
  }
  walk.template = caller;
  return end === 'gone' ? context : end;
}

/** Where two ways meet. */
function joined(a: End, b: End, node: BranchNode | RangeNode): End {
  if (a === 'gone') return b;
  if (b === 'gone' || isSame(a, b)) return a;
  if (isSame({ ...a, part: b.part }, b)) return { ...a, part: 'unknown' };
  const [c, d] = [nudged(a), nudged(b)];
  if (!(isSame(c, a) && isSame(d, b))) return joined(c, d, node);
  const [one, other] = [names[a.state], names[b.state]];
  return fail(
    one === other
      ? `the ways through this ${node.type} end in different parts of ${one}`
      : `the ways through this ${node.type} end in different places: in ${one} and in ${other}`,
    node.span,
    'each way has to close what it opens, and no more',
  );
}

function isSame(a: Context, b: Context): boolean {
  return keyOf(a) === keyOf(b);
}

function keyOf({ state, delimiter, element, attribute, part, quote }: Context): string {
  return [state, delimiter, element, attribute, part, quote].join(' ');
}
