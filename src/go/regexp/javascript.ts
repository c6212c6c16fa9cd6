import type { Assertion, CharSet, Node } from './ast.js';

/**
 * An expression of Go as one of JavaScript for the flag `u`, which finds the same matches: both take the first
 * alternative that leads to one. They differ in what a group within a repetition has captured when the last round went
 * without it: Go keeps what it had.
 */
export function toJavaScript(node: Node): string {
  switch (node.type) {
    case 'set':
      return printSet(node.set);
    case 'assert':
      return assertions[node.kind];
    case 'concat':
      return node.parts.map(toJavaScript).join('');
    case 'alternate':
      return `(?:${node.parts.map(toJavaScript).join('|')})`;
    case 'group':
      return `(${toJavaScript(node.inner)})`;
    case 'repeat': {
      const count = node.max === Number.POSITIVE_INFINITY ? `{${node.min},}` : `{${node.min},${node.max}}`;
      return `(?:${toJavaScript(node.inner)})${count}${node.lazy ? '?' : ''}`;
    }
  }
}

/** The names of the groups, in their order; several may have the same. */
export function groupNames(node: Node): readonly (string | undefined)[] {
  switch (node.type) {
    case 'concat':
    case 'alternate':
      return node.parts.flatMap(groupNames);
    case 'group':
      return [node.name, ...groupNames(node.inner)];
    case 'repeat':
      return groupNames(node.inner);
    default:
      return [];
  }
}

const assertions: Readonly<Record<Assertion, string>> = {
  'text-start': '(?<![^])',
  'text-end': '(?![^])',
  'line-start': '(?<![^\\n])',
  'line-end': '(?![^\\n])',
  'word-edge': '\\b',
  'no-word-edge': '\\B',
};

function printSet({ ranges, classes, negated }: CharSet): string {
  const spans = ranges.map(([first, last]) => (first === last ? code(first) : `${code(first)}-${code(last)}`));
  return `[${negated ? '^' : ''}${spans.join('')}${classes.map(({ source }) => source).join('')}]`;
}

function code(point: number): string {
  return `\\u{${point.toString(16)}}`;
}
