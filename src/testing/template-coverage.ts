import type { Node, Span, Template } from '../gotemplate/ast.js';
import { parse } from '../gotemplate/parse.js';
import type { Coverage } from '../types/testing.js';
import type { Origin } from '../types.js';
import { summary } from './coverage.js';

/** A file of templates, and where a part of it stands. */
export interface TemplateFile {
  readonly text: string;
  readonly place: (start: number, end: number) => Origin;
}

/** Which templates ran, and which way they went; `visit` of a library fills it. */
export type Visited = Set<string>;

export function visitor(visited: Visited) {
  return (template: string, branch?: { readonly at: number; readonly taken: boolean }) => {
    visited.add(branch ? key(template, branch.at, branch.taken) : template);
  };
}

const key = (template: string, at: number, taken: boolean) => `${template} ${at} ${taken}`;

/**
 * Templates that no tested message needs, and branches that none takes: each `if` and `with` both ways, with an `else`
 * or without.
 * Only of those that a receiver leads to.
 * @param receivers as they stand in the configuration
 */
export function templateCoverage(
  files: readonly TemplateFile[],
  receivers: unknown,
  visited: Visited,
): readonly Coverage[] {
  const all = files.flatMap((file) => parse(file.text).defined.map((template) => ({ template, file })));
  const used = reached(
    all.map(({ template }) => template),
    textsIn(receivers),
  );
  const own = all.filter(({ template }) => used.has(template.name));
  return [
    summary(
      'templates',
      own.map(({ template: { name, span }, file }) => ({
        name,
        origin: file.place(span.start, span.end),
        tested: visited.has(name),
      })),
    ),
    summary(
      'branches of templates',
      own.flatMap(({ template, file }) =>
        branchesIn(template.nodes).flatMap(({ ways, span: { start, end } }) =>
          ways.map((taken) => ({
            name: `${template.name}: ${shown(file.text.slice(start, end))} is never ${taken ? 'taken' : 'skipped'}`,
            origin: file.place(start, end),
            tested: visited.has(key(template.name, start, taken)),
          })),
        ),
      ),
    ),
  ];
}

const shown = (action: string) => `{{ ${action.replace(/\s*-?\}\}$/, '')} }}`;

interface Branch {
  readonly span: Span;
  /** Taken, skipped, or both. */
  readonly ways: readonly boolean[];
}

function branchesIn(nodes: readonly Node[]): readonly Branch[] {
  return nodes.flatMap((node) => {
    if (node.type !== 'if' && node.type !== 'with' && node.type !== 'range') return [];
    // an alert has labels and a group has alerts: only an `else` is written for a list that is empty
    const ways = node.type === 'range' && node.otherwise.length === 0 ? [true] : [true, false];
    const inside = [...(node.type === 'range' ? node.body : node.then), ...node.otherwise];
    return [{ span: node.span, ways }, ...branchesIn(inside)];
  });
}

function callsIn(nodes: readonly Node[]): readonly string[] {
  return nodes.flatMap((node) => {
    if (node.type === 'call') return [node.name.text];
    if (node.type !== 'if' && node.type !== 'with' && node.type !== 'range') return [];
    return callsIn([...(node.type === 'range' ? node.body : node.then), ...node.otherwise]);
  });
}

/** The templates that these texts call, and those call, and so on. */
function reached(templates: readonly Template[], texts: readonly string[]): ReadonlySet<string> {
  const byName = new Map(templates.map((one) => [one.name, one]));
  const found = new Set(texts.flatMap((text) => callsIn(parse(text).main?.nodes ?? [])));
  for (const name of found) for (const other of callsIn(byName.get(name)?.nodes ?? [])) found.add(other);
  return found;
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.includes('{{') ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
