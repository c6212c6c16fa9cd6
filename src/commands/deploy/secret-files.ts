import type { Definition } from '../../define/definition.js';

/** Definitions that may name a secret; queries and panels cannot. */
const kinds: ReadonlySet<Definition['kind']> = new Set([
  ...(['notifications', 'receiver', 'scrape-job', 'probe-module', 'datasource'] as const),
]);

/** Every `secret.file(path, { env })` of the definitions, each once. */
export function secretFilesOf(
  definitions: readonly Definition[],
): readonly { readonly path: string; readonly env: string }[] {
  const found = new Map<string, string>();
  const seen = new Set<object>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    const { secret, path, env } = value as { secret?: unknown; path?: unknown; env?: unknown };
    if (secret === 'file' && typeof path === 'string' && typeof env === 'string') found.set(path, env);
    else for (const inner of Object.values(value)) visit(inner);
  };
  for (const definition of definitions) if (kinds.has(definition.kind)) visit(definition);
  return [...found].map(([path, env]) => ({ path, env })).sort((a, b) => (a.path < b.path ? -1 : 1));
}
