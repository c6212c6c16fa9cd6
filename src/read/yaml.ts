import { type Document, isAlias, isCollection, isScalar, type Node, parseAllDocuments, type Scalar } from 'yaml';
import { UserError } from '../errors.js';
import type { Path } from '../types.js';
import type { Parsed } from './json.js';
import { offsetInSource, type Text } from './places.js';

/** The documents of a YAML text. */
export function readYaml(text: Text): Parsed[] {
  const parsed = parseAllDocuments(text.text, { version: '1.1', merge: true, prettyErrors: false, stringKeys: true });
  const documents = Array.isArray(parsed) ? parsed : [];
  for (const { errors } of documents) {
    const [error] = errors;
    if (!error) continue;
    throw new UserError(`this is no YAML: ${error.message}`, {
      code: 'file/syntax',
      help: 'mend the indentation or the quotes here',
      origin: text.place(error.pos[0], error.pos[1]),
    });
  }
  return documents.map((document) => ({
    body: document.toJS({ maxAliasCount: 1_000 }) as unknown,
    place: (path, span) => yamlPlace(text.text, document, path, span),
  }));
}

function yamlPlace(
  text: string,
  document: Document,
  path: Path,
  span: { readonly start: number; readonly end: number } | undefined,
): readonly [number, number] {
  const node = nodeAt(document, path);
  const [from = 0, to = from] = node?.range ?? [];
  if (!isScalar(node) || typeof node.value !== 'string') return [from, isCollection(node) ? from + 1 : to];
  const { start, quote } = beginning(text, from, node);
  const value = node.value;
  const offset = (at: number) => offsetInSource(text, start, value, at, quote);
  if (!span) return [from, to];
  return [offset(span.start), Math.max(offset(span.start), offset(span.end))];
}

/** The node at a path, or the nearest one around it. */
function nodeAt(document: Document, path: Path): Node | null | undefined {
  let node: Node | null | undefined = document.contents as Node | null;
  for (const key of path) {
    if (!isCollection(node)) return node;
    const child: unknown = node.get(key, true);
    const inner = isAlias(child) ? child.resolve(document) : (child as Node | undefined);
    if (!inner) return node;
    node = inner;
  }
  return node;
}

/** Where the first character of a text stands, and how it is written. */
function beginning(text: string, from: number, { type }: Scalar): { readonly start: number; readonly quote: string } {
  if (type === 'QUOTE_DOUBLE') return { start: from + 1, quote: '"' };
  if (type === 'QUOTE_SINGLE') return { start: from + 1, quote: "'" };
  if (type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED') return { start: text.indexOf('\n', from) + 1, quote: '|' };
  return { start: from, quote: '' };
}
