import type { Path } from '../types.js';

/**
 * Where the values of a YAML text stand, in its order: four numbers for each. A big rule file has a hundred thousand of
 * them, and hardly any is ever asked for, so they are no objects.
 */
export interface Nodes {
  numbers: Int32Array;
  count: number;
}

/** What a node is; of a scalar how it is written, in the numbers of js-yaml. */
export const mapping = -1;
export const sequence = -2;
export const alias = -3;
export const plain = 1;
export const singleQuoted = 2;
export const doubleQuoted = 3;
export const literalBlock = 4;
export const foldedBlock = 5;

/** Of each node its kind, where it begins and ends, and the number of the first node behind all that is in it. */
const fields = 4;

export function emptyNodes(): Nodes {
  return { numbers: new Int32Array(1024), count: 0 };
}

/** A node without others in it; `close` says otherwise. */
export function addNode(nodes: Nodes, kind: number, start: number, end: number): number {
  const node = nodes.count;
  const at = node * fields;
  if (at + fields > nodes.numbers.length) {
    const more = new Int32Array(nodes.numbers.length * 2);
    more.set(nodes.numbers);
    nodes.numbers = more;
  }
  const { numbers } = nodes;
  numbers[at] = kind;
  numbers[at + 1] = start;
  numbers[at + 2] = end;
  numbers[at + 3] = node + 1;
  nodes.count = node + 1;
  return node;
}

/** All nodes added since this one are in it. */
export function close(nodes: Nodes, node: number): void {
  nodes.numbers[node * fields + 3] = nodes.count;
}

export function kindOf({ numbers }: Nodes, node: number): number {
  return numbers[node * fields] as number;
}

export function startOf({ numbers }: Nodes, node: number): number {
  return numbers[node * fields + 1] as number;
}

export function endOf({ numbers }: Nodes, node: number): number {
  return numbers[node * fields + 2] as number;
}

/** The first node behind this one and all that is in it. */
export function behind({ numbers }: Nodes, node: number): number {
  return numbers[node * fields + 3] as number;
}

/** Where the scalar that was added last ends. */
export function endOfLastScalar(nodes: Nodes): number {
  let node = nodes.count - 1;
  while (node >= 0 && kindOf(nodes, node) < 0) node -= 1;
  return node < 0 ? 0 : endOf(nodes, node);
}

/** The node at a path below another one, or the nearest one around it. */
export function nodeAt(nodes: Nodes, text: string, root: number, path: Path): number {
  let node = root;
  for (const key of path) {
    const child = childOf(nodes, text, node, key);
    if (child === undefined) return node;
    node = child;
  }
  return node;
}

/** Keys and values of a mapping are its children in turn. */
function childOf(nodes: Nodes, text: string, node: number, key: string | number): number | undefined {
  const end = behind(nodes, node);
  let child = node + 1;
  if (kindOf(nodes, node) === sequence) {
    for (let index = Number(key); index > 0 && child < end; index--) child = behind(nodes, child);
    return child < end ? child : undefined;
  }
  while (child < end) {
    const value = behind(nodes, child);
    if (isWritten(nodes, text, child, String(key))) return value;
    child = behind(nodes, value);
  }
  return undefined;
}

function isWritten(nodes: Nodes, text: string, node: number, key: string): boolean {
  const start = startOf(nodes, node);
  return endOf(nodes, node) - start === key.length && text.startsWith(key, start);
}
