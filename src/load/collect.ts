import { type Definition, isDefinition } from '../define/definition.js';
import { UserError } from '../errors.js';
import type { Diagnostic, Origin } from '../types.js';

/** Several of these may share a name. */
export const nameless: ReadonlySet<Definition['kind']> = new Set(['record', 'alert', 'survivor']);

type Module = Readonly<Record<string, unknown>>;

/** The definitions that a module exports, each once. */
export function exportedBy(module: Module): readonly Definition[] {
  const found = new Set<Definition>();
  for (const value of Object.values(module)) gather(value, found);
  return [...found];
}

/**
 * The definitions of all modules, each once, in the order of the modules.
 * Two different ones with the same identity are an error that names both places.
 */
export function collect(
  exported: readonly (readonly Definition[])[],
  originOf: (thing: object) => Origin,
): readonly Definition[] {
  const found = new Set(exported.flat());
  const byIdentity = new Map<string, Definition>();
  const diagnostics: Diagnostic[] = [];
  for (const definition of found) {
    const identity = `${definition.kind} "${definition.name}"`;
    const other = nameless.has(definition.kind) ? undefined : byIdentity.get(identity);
    if (other) diagnostics.push(twice(identity, originOf(other), originOf(definition)));
    byIdentity.set(identity, definition);
  }
  const first = diagnostics[0];
  if (first) throw new UserError(first.message, { diagnostics });
  return [...found];
}

function gather(value: unknown, found: Set<Definition>): void {
  if (Array.isArray(value)) {
    for (const item of value) gather(item, found);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const candidate = value as { definition?: Definition; rule?: Definition };
  if (candidate.definition) found.add(candidate.definition);
  else if (candidate.rule) found.add(candidate.rule);
  else if (isDefinition(value)) found.add(value);
}

function twice(identity: string, first: Origin, second: Origin): Diagnostic {
  return {
    code: 'definition/duplicate',
    severity: 'error',
    message: `${identity} is defined twice, first at ${first.file}:${first.line}:${first.column}`,
    help: 'rename or remove one of them',
    origin: second,
  };
}
