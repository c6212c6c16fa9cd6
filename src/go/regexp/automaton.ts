import { type CharSet, contains, type Node, RegexpProblem } from './ast.js';
import { isWordCharacter } from './classes.js';

type Step =
  | { readonly op: 'set'; readonly set: CharSet; to: number }
  | { readonly op: 'split'; readonly to: number[] }
  | { readonly op: 'assert'; readonly kind: Extract<Node, { type: 'assert' }>['kind']; to: number }
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
      case 'group':
        return build(node.inner, to);
      case 'repeat': {
        let next = to;
        if (Number.isFinite(node.max)) {
          for (let extra = node.min; extra < node.max; extra++) {
            next = add({ op: 'split', to: [build(node.inner, next), to] });
          }
        } else {
          const again: number[] = [to];
          next = add({ op: 'split', to: again });
          again.push(build(node.inner, next));
        }
        for (let needed = 0; needed < node.min; needed++) next = build(node.inner, next);
        return next;
      }
    }
  };
  return { steps, start: build(whole, 0) };
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
    else if (step.op === 'assert') {
      if (holds(step.kind, before, next)) open.push(step.to);
    } else if (next !== undefined && contains(step.set, next)) at.add(step.to);
  }
  // what is not anchored may begin anywhere
  at.add(start);
  return { at: [...at].sort((a, b) => a - b), before: next, matched: false };
}

function holds(kind: string, before: number | undefined, next: number | undefined): boolean {
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
