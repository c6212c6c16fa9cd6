import { type Assertion, type CharSet, contains, type Node, RegexpProblem } from './ast.js';
import { isWordCharacter } from './classes.js';

export type Step =
  | { readonly op: 'set'; readonly set: CharSet; readonly to: number }
  /** Go tries them in this order. */
  | { readonly op: 'split'; readonly to: readonly number[] }
  | { readonly op: 'assert'; readonly kind: Assertion; readonly to: number }
  /** A group begins or ends here. */
  | { readonly op: 'mark'; readonly mark: number; readonly to: number }
  | { readonly op: 'match' };

/** An expression, made to be walked character by character. */
export interface Automaton {
  readonly steps: readonly Step[];
  readonly start: number;
}

/** Where a walk stands: which steps are to be taken next, and what came before. */
export interface Standing {
  readonly at: readonly number[];
  readonly before: number | undefined;
  /** Once something matched, what follows does not matter. */
  readonly matched: boolean;
}

const mostSteps = 500_000;

/** @throws RegexpProblem where it would be too large */
export function automatonOf(whole: Node): Automaton {
  const steps: Step[] = [{ op: 'match' }];
  const groups = groupsIn(whole);
  const add = (step: Step) => {
    if (steps.length > mostSteps) throw new RegexpProblem('it is too large', 0);
    return steps.push(step) - 1;
  };
  // from back to front: each part is told where to go on
  const build = (node: Node, to: number): number => {
    switch (node.type) {
      case 'set':
        return add({ op: 'set', set: node.set, to });
      case 'assert':
        return add({ op: 'assert', kind: node.kind, to });
      case 'concat':
        return node.parts.reduceRight((next, part) => build(part, next), to);
      case 'alternate':
        return add({ op: 'split', to: node.parts.map((part) => build(part, to)) });
      case 'group': {
        const mark = 2 * groups.indexOf(node);
        const end = add({ op: 'mark', mark: mark + 1, to });
        return add({ op: 'mark', mark, to: build(node.inner, end) });
      }
      case 'repeat': {
        const either = (inner: number) => add({ op: 'split', to: node.lazy ? [to, inner] : [inner, to] });
        let next = to;
        let { min } = node;
        if (Number.isFinite(node.max)) {
          for (let extra = min; extra < node.max; extra++) next = either(build(node.inner, next));
        } else {
          const again: number[] = [];
          const split = add({ op: 'split', to: again });
          const inner = build(node.inner, split);
          again.push(...(node.lazy ? [to, inner] : [inner, to]));
          // once through what may be empty is no time at all, and no reason to try again
          if (min > 0) next = inner;
          else next = mayBeEmpty(node.inner) ? either(inner) : split;
          min -= 1;
        }
        for (let needed = 0; needed < min; needed++) next = build(node.inner, next);
        return next;
      }
    }
  };
  return { steps, start: build(whole, 0) };
}

/** The groups that are captured, in the order of their numbers. */
export function groupsIn(node: Node): Extract<Node, { type: 'group' }>[] {
  switch (node.type) {
    case 'concat':
    case 'alternate':
      return node.parts.flatMap(groupsIn);
    case 'group':
      return [node, ...groupsIn(node.inner)];
    case 'repeat':
      return groupsIn(node.inner);
    default:
      return [];
  }
}

function mayBeEmpty(node: Node): boolean {
  switch (node.type) {
    case 'set':
      return false;
    case 'assert':
      return true;
    case 'concat':
      return node.parts.every(mayBeEmpty);
    case 'alternate':
      return node.parts.some(mayBeEmpty);
    case 'group':
      return mayBeEmpty(node.inner);
    case 'repeat':
      return node.min === 0 || mayBeEmpty(node.inner);
  }
}

export function begin({ start }: Automaton): Standing {
  return { at: [start], before: undefined, matched: false };
}

/** Takes one character, or the end of the text where it is undefined. */
export function advance({ steps, start }: Automaton, from: Standing, next: number | undefined): Standing {
  if (from.matched) return from;
  const { before } = from;
  const seen = new Set<number>();
  const open = [...from.at];
  const at = new Set<number>();
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (seen.has(index)) continue;
    seen.add(index);
    const step = steps[index] as Step;
    if (step.op === 'match') return { at: [], before: next, matched: true };
    if (step.op === 'split') open.push(...step.to);
    else if (step.op === 'mark') open.push(step.to);
    else if (step.op === 'assert') {
      if (holds(step.kind, before, next)) open.push(step.to);
    } else if (next !== undefined && contains(step.set, next)) at.add(step.to);
  }
  // what is not anchored may begin anywhere
  at.add(start);
  return { at: [...at].sort((a, b) => a - b), before: next, matched: false };
}

/** Whether it holds between two characters; undefined is where the text begins or ends. */
export function holds(kind: Assertion, before: number | undefined, next: number | undefined): boolean {
  switch (kind) {
    case 'text-start':
      return before === undefined;
    case 'text-end':
      return next === undefined;
    case 'line-start':
      return before === undefined || before === 10;
    case 'line-end':
      return next === undefined || next === 10;
    default:
      return (isWordCharacter(before) !== isWordCharacter(next)) === (kind === 'word-edge');
  }
}

/** Whether a text matches. */
export function runs(automaton: Automaton, text: string): boolean {
  let standing = begin(automaton);
  for (const character of text) {
    standing = advance(automaton, standing, character.codePointAt(0));
    if (standing.matched) return true;
  }
  return advance(automaton, standing, undefined).matched;
}
