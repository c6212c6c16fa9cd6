import {
  binaryTag,
  CORE_SCHEMA,
  constructFromEvents,
  EVENT_ID,
  type Event,
  mergeTag,
  parseEvents,
  SCALAR_STYLE,
  Schema,
  YAMLException,
} from 'js-yaml';
import { UserError } from '../errors.js';
import type { Path } from '../types.js';
import { type Parsed, type Replacement, valueAt } from './json.js';
import { offsetInSource, type Text } from './places.js';

/** As Prometheus reads its files: no dates, but merge keys and bytes. */
const schema = new Schema([...CORE_SCHEMA.tags, mergeTag, binaryTag]);

/** The documents of a YAML text. Places are looked for only when somebody asks. */
export function readYaml(text: Text): Parsed[] {
  const { events, documents } = parsed(text);
  let nodes: readonly Node[] | undefined;
  return documents.map((body, index) => {
    const rootOf = () => {
      nodes ??= nodesOf(events, text.text);
      return nodes[index];
    };
    const place: Parsed['place'] = (path, span) => placeOf(text.text, rootOf(), body, path, span);
    const written: Parsed['written'] = (path, inner) => yamlWritten(text.text, rootOf(), path, inner);
    return {
      body,
      place,
      written,
      change: (path, span, inner) => {
        const characters = written(path, inner);
        return characters === undefined ? undefined : [...place(path, span), characters];
      },
      set: (path, value) => yamlSet(text.text, rootOf(), body, path, JSON.stringify(value)),
    };
  });
}

function parsed({ text, place }: Text): { readonly events: readonly Event[]; readonly documents: readonly unknown[] } {
  try {
    const events = parseEvents(text, {});
    return { events, documents: constructFromEvents(events, { source: text, schema }) };
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

/** Where a value stands; keys and values of a mapping are its children in turn. */
interface Node {
  readonly type: 'mapping' | 'sequence' | 'scalar' | 'alias';
  readonly start: number;
  readonly end: number;
  readonly style: number;
  readonly children: Node[];
}

function nodesOf(events: readonly Event[], text: string): Node[] {
  const roots: Node[] = [];
  const open: (Node | undefined)[] = [];
  let behind = 0;
  const add = (node: Node) => {
    (open.at(-1)?.children ?? roots).push(node);
    return node;
  };
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT) open.push(undefined);
    else if (event.type === EVENT_ID.POP) open.pop();
    else if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) {
      const type = event.type === EVENT_ID.MAPPING ? 'mapping' : 'sequence';
      open.push(add({ type, start: event.start, end: event.start + 1, style: 0, children: [] }));
    } else if (event.type === EVENT_ID.ALIAS) {
      add({ type: 'alias', start: event.anchorStart, end: event.anchorEnd, style: 0, children: [] });
    } else {
      // an empty value has no place of its own: it stands behind its key
      const at = event.valueStart < 0 ? behind : event.valueStart;
      add({ type: 'scalar', start: at, end: Math.max(at, event.valueEnd), style: event.style, children: [] });
      behind = Math.max(at, event.valueEnd);
    }
  }
  return text === '' ? [] : roots;
}

function placeOf(
  text: string,
  root: Node | undefined,
  body: unknown,
  path: Path,
  span: { readonly start: number; readonly end: number } | undefined,
): readonly [number, number] {
  const node = root && nodeAt(text, root, path);
  if (!node || node.start < 0) return [0, 0];
  const { type, start, end, style } = node;
  const value = valueAt(body, path);
  if (type !== 'scalar' || typeof value !== 'string' || !span) return [start, type === 'scalar' ? end : start + 1];
  const quote = quotes[style] ?? '';
  const offset = (at: number) => offsetInSource(text, start, value, at, quote);
  return [offset(span.start), Math.max(offset(span.start), offset(span.end))];
}

const quotes: Readonly<Record<number, string>> = {
  [SCALAR_STYLE.SINGLE_QUOTED]: "'",
  [SCALAR_STYLE.DOUBLE_QUOTED]: '"',
  [SCALAR_STYLE.LITERAL_BLOCK]: '|',
  [SCALAR_STYLE.FOLDED_BLOCK]: '|',
};

/** How characters are written inside of the scalar at a path, by its quotes. */
function yamlWritten(text: string, root: Node | undefined, path: Path, inner: string): string | undefined {
  const node = root && nodeAt(text, root, path);
  if (node?.type !== 'scalar') return undefined;
  if (inner.includes('\n') && node.style === SCALAR_STYLE.FOLDED_BLOCK) return undefined;
  switch (quotes[node.style]) {
    case '"':
      return JSON.stringify(inner).slice(1, -1);
    case "'":
      return inner.includes('\n') ? undefined : inner.replaceAll("'", "''");
    case '|':
      return inner.replaceAll('\n', `\n${' '.repeat(columnOf(text, firstCharacter(text, node)))}`);
    default:
      return /\n|: |:$| #/.test(inner) ? undefined : inner;
  }
}

function yamlSet(
  text: string,
  root: Node | undefined,
  body: unknown,
  path: Path,
  value: string,
): Replacement | undefined {
  const there = valueAt(body, path) !== undefined;
  const node = root && nodeAt(text, root, there ? path : path.slice(0, -1));
  if (there) return node?.type === 'scalar' && !quotes[node.style] ? [node.start, node.end, value] : undefined;
  const first = node?.type === 'mapping' ? node.children[0] : undefined;
  if (!node || !first) return undefined;
  const start = /["']/.test(text[first.start - 1] ?? '') ? first.start - 1 : first.start;
  const next = text[node.start] === '{' ? ', ' : `\n${' '.repeat(columnOf(text, start))}`;
  return [start, start, `${path.at(-1)}: ${value}${next}`];
}

function firstCharacter(text: string, { start }: Node): number {
  return start + (/^[\s]*/.exec(text.slice(start))?.[0].length ?? 0);
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** The node at a path, or the nearest one around it. */
function nodeAt(text: string, root: Node, path: Path): Node {
  let node = root;
  for (const key of path) {
    const { type, children } = node;
    const at =
      type === 'sequence'
        ? Number(key)
        : children.findIndex((child, index) => index % 2 === 0 && text.slice(child.start, child.end) === key) + 1;
    const child = type === 'sequence' || at > 0 ? children[at] : undefined;
    if (!child) return node;
    // a value that is not written stands nowhere; its key does
    if (child.start < 0) return (type === 'mapping' && children[at - 1]) || node;
    node = child;
  }
  return node;
}
