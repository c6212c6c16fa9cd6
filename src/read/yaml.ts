import { constructFromEvents, EVENT_ID, type Event, parseEvents, YAMLException } from 'js-yaml';
import { UserError } from '../errors.js';
import type { Path } from '../types.js';
import { type Parsed, type Replacement, valueAt } from './json.js';
import {
  addNode,
  alias,
  behind,
  close,
  doubleQuoted,
  emptyNodes,
  endOf,
  endOfLastScalar,
  foldedBlock,
  kindOf,
  literalBlock,
  mapping,
  type Nodes,
  nodeAt,
  plain,
  sequence,
  singleQuoted,
  startOf,
} from './nodes.js';
import { offsetInSource, type Text } from './places.js';
import { readPlainYaml } from './plain-yaml.js';
import { prometheusSchema } from './yaml-schema.js';

/** What a text holds: its documents, where all values stand, and which node is the root of each document. */
export interface Documents {
  readonly bodies: readonly unknown[];
  readonly nodes: Nodes;
  readonly roots: readonly number[];
}

/** The documents of a YAML text. */
export function readYaml(text: Text): Parsed[] {
  const simple = readPlainYaml(text.text);
  const { bodies, nodes, roots } = simple
    ? { bodies: [simple.body], nodes: simple.nodes, roots: [0] }
    : readByLibrary(text);
  return bodies.map((body, index) => {
    const document: Document = { text: text.text, body, nodes, root: roots[index] };
    const written: Parsed['written'] = (path, inner) => yamlWritten(document, path, inner);
    const place: Parsed['place'] = (path, span) => placeOf(document, path, span);
    return {
      body,
      place,
      written,
      change: (path, span, inner) => {
        const characters = written(path, inner);
        return characters === undefined ? undefined : [...place(path, span), characters];
      },
      set: (path, value) => yamlSet(document, path, JSON.stringify(value)),
    };
  });
}

export function readByLibrary({ text, place }: Text): Documents {
  try {
    const events = parseEvents(text, {});
    return { bodies: constructFromEvents(events, { source: text, schema: prometheusSchema() }), ...nodesOf(events) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { position = 0 } = error.mark ?? {};
    throw new UserError(`this is no YAML: ${error.reason}`, {
      code: 'file/syntax',
      help: 'mend the indentation or the quotes here',
      origin: place(position, position),
    });
  }
}

function nodesOf(events: readonly Event[]): Pick<Documents, 'nodes' | 'roots'> {
  const nodes = emptyNodes();
  const roots: number[] = [];
  const open: (number | undefined)[] = [];
  const { DOCUMENT, POP, MAPPING, SEQUENCE, ALIAS } = EVENT_ID;
  for (const event of events) {
    if (event.type === DOCUMENT) {
      open.push(undefined);
      roots.push(nodes.count);
    } else if (event.type === POP) {
      const node = open.pop();
      if (node !== undefined) close(nodes, node);
    } else if (event.type === MAPPING || event.type === SEQUENCE) {
      const kind = event.type === MAPPING ? mapping : sequence;
      open.push(addNode(nodes, kind, event.start, event.start + 1));
    } else if (event.type === ALIAS) {
      addNode(nodes, alias, event.anchorStart, event.anchorEnd);
    } else {
      // an empty value has no place of its own: it stands behind what was read last
      const start = event.valueStart < 0 ? endOfLastScalar(nodes) : event.valueStart;
      addNode(nodes, event.style, start, Math.max(start, event.valueEnd));
    }
  }
  return { nodes, roots };
}

interface Document {
  readonly text: string;
  readonly body: unknown;
  readonly nodes: Nodes;
  readonly root: number | undefined;
}

type Span = { readonly start: number; readonly end: number };

/** The node at a path, or the nearest one around it. */
function nodeOf({ text, nodes, root }: Document, path: Path): number | undefined {
  return root === undefined || root >= nodes.count ? undefined : nodeAt(nodes, text, root, path);
}

function placeOf(document: Document, path: Path, span: Span | undefined): readonly [number, number] {
  const { text, body, nodes } = document;
  const node = nodeOf(document, path);
  if (node === undefined) return [0, 0];
  const start = startOf(nodes, node);
  const kind = kindOf(nodes, node);
  const value = valueAt(body, path);
  if (kind < 0) return [start, start + 1];
  if (typeof value !== 'string' || !span) return [start, endOf(nodes, node)];
  const offset = (at: number) => offsetInSource(text, start, value, at, quotes[kind] ?? '');
  return [offset(span.start), Math.max(offset(span.start), offset(span.end))];
}

const quotes: Readonly<Record<number, string>> = {
  [singleQuoted]: "'",
  [doubleQuoted]: '"',
  [literalBlock]: '|',
  [foldedBlock]: '|',
};

/** How characters are written inside of the scalar at a path, by its quotes. */
function yamlWritten(document: Document, path: Path, inner: string): string | undefined {
  const { text, nodes } = document;
  const node = nodeOf(document, path);
  if (node === undefined || kindOf(nodes, node) < 0) return undefined;
  if (inner.includes('\n') && kindOf(nodes, node) === foldedBlock) return undefined;
  switch (quotes[kindOf(nodes, node)]) {
    case '"':
      return JSON.stringify(inner).slice(1, -1);
    case "'":
      return inner.includes('\n') ? undefined : inner.replaceAll("'", "''");
    case '|':
      return inner.replaceAll('\n', `\n${' '.repeat(columnOf(text, firstCharacter(text, startOf(nodes, node))))}`);
    default:
      return /\n|: |:$| #/.test(inner) ? undefined : inner;
  }
}

function yamlSet(document: Document, path: Path, value: string): Replacement | undefined {
  const { text, body, nodes } = document;
  const there = valueAt(body, path) !== undefined;
  const node = nodeOf(document, there ? path : path.slice(0, -1));
  if (node === undefined) return undefined;
  if (there) return kindOf(nodes, node) === plain ? [startOf(nodes, node), endOf(nodes, node), value] : undefined;
  if (kindOf(nodes, node) !== mapping || behind(nodes, node) === node + 1) return undefined;
  const first = startOf(nodes, node + 1);
  const start = /["']/.test(text[first - 1] ?? '') ? first - 1 : first;
  const next = text[startOf(nodes, node)] === '{' ? ', ' : `\n${' '.repeat(columnOf(text, start))}`;
  return [start, start, `${path.at(-1)}: ${value}${next}`];
}

function firstCharacter(text: string, start: number): number {
  return start + (/^[\s]*/.exec(text.slice(start))?.[0].length ?? 0);
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}
