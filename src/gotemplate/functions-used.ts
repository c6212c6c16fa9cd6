import type { Node, Pipe, Span, Template } from './ast.js';
import { builtins } from './builtins.js';
import type { Problem } from './problem.js';

interface Used extends Span {
  readonly name: string;
}

/** The functions that a template calls, whether it ever comes to that or not. */
function functionsIn(nodes: readonly Node[]): readonly Used[] {
  return nodes.flatMap((node) => {
    const own = 'pipe' in node && node.pipe ? ofPipe(node.pipe) : [];
    if (node.type === 'if' || node.type === 'with') {
      return [...own, ...functionsIn(node.then), ...functionsIn(node.otherwise)];
    }
    return node.type === 'range' ? [...own, ...functionsIn(node.body), ...functionsIn(node.otherwise)] : own;
  });
}

function ofPipe({ commands }: Pipe): readonly Used[] {
  return commands.flatMap(({ operands }) =>
    operands.flatMap((one) => {
      if (one.type === 'function') return [{ name: one.name, ...one.span }];
      return one.type === 'pipe' ? ofPipe(one) : one.type === 'chain' ? ofPipe(one.of) : [];
    }),
  );
}

/**
 * Go refuses a text as a whole in which some function does not exist.
 * @param functions those that there are beside Go's own
 */
export function unknownFunction(
  templates: readonly Template[],
  functions: Readonly<Record<string, unknown>>,
): Problem | undefined {
  const unknown = templates
    .flatMap(({ nodes }) => functionsIn(nodes))
    .find(({ name }) => !Object.hasOwn(builtins, name) && !Object.hasOwn(functions, name));
  return (
    unknown && { message: `there is no function ${unknown.name}`, span: { start: unknown.start, end: unknown.end } }
  );
}
