import { isMap, isScalar, isSeq, type Pair, parseDocument, type Scalar, type YAMLMap } from 'yaml';
import { UserError } from '../errors.js';
import { offsetInSource, placeAt, type Source } from './places.js';
import type { FoundQuery } from './query.js';

/** The queries of a Prometheus rule file, or of a PrometheusRule resource. */
export function ruleFileQueries(source: Source): FoundQuery[] {
  const document = parseDocument(source.text, { version: '1.1', prettyErrors: false, stringKeys: true });
  const [error] = document.errors;
  if (error) {
    const { line, column } = placeAt(source, error.pos[0], error.pos[1]);
    throw new UserError(`this is no YAML: ${error.message}`, {
      code: 'file/syntax',
      origin: { file: source.file, line, column },
    });
  }
  const root = document.contents;
  const isResource = isMap(root) && String(root.get('kind')) === 'PrometheusRule';
  const spec = isResource ? root.get('spec', true) : root;
  const groups = isMap(spec) ? spec.get('groups', true) : undefined;
  if (!isSeq(groups)) return [];
  return groups.items.flatMap((group) => {
    const rules = isMap(group) ? group.get('rules', true) : undefined;
    return isSeq(rules) ? rules.items.flatMap((rule) => (isMap(rule) ? ruleQuery(rule, source) : [])) : [];
  });
}

function ruleQuery(rule: YAMLMap, source: Source): FoundQuery[] {
  const pair = rule.items.find((item): item is Pair<Scalar, Scalar> => isScalar(item.key) && item.key.value === 'expr');
  if (!pair || !isScalar(pair.value)) return [];
  const { value: node } = pair;
  const context = rule.has('alert') ? 'alert' : 'record';
  const text = String(node.value);
  const [from = 0] = node.range ?? [];
  const { start, quote } = beginning(source.text, from, node.type ?? 'PLAIN');
  const offset = (at: number) => offsetInSource(source.text, start, text, at, quote);
  return [
    {
      text,
      context,
      owner: `${context} ${String(rule.get(context) ?? '')}`,
      variables: false,
      place: (a, b) => placeAt(source, offset(a), Math.max(offset(b), offset(a))),
    },
  ];
}

/** Where the first character of a scalar stands, and how it is written. */
function beginning(text: string, from: number, type: string): { readonly start: number; readonly quote: string } {
  if (type === 'QUOTE_DOUBLE') return { start: from + 1, quote: '"' };
  if (type === 'QUOTE_SINGLE') return { start: from + 1, quote: "'" };
  if (type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED') {
    return { start: text.indexOf('\n', from) + 1, quote: '|' };
  }
  return { start: from, quote: '' };
}
