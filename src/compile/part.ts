import type { Definition } from '../define/definition.js';
import type { Diagnostic, Resource } from '../types.js';
import { compileDashboards } from './dashboard/dashboard.js';
import { inputFor } from './input.js';
import { neededFlags } from './promql-versions.js';
import { compileProvisioning } from './provisioning.js';

type Environment = Parameters<typeof inputFor>[1];

/** What becomes files of Grafana's, and what becomes no file. */
const kinds: ReadonlySet<Definition['kind']> = new Set([
  ...(['dashboard', 'datasource', 'folder'] as const),
  ...(['message-test', 'metric', 'routing-test', 'status', 'survivor'] as const),
]);

/** Whether no file of the other definitions depends on these: a query may ask for a flag of Prometheus. */
export function areAlone(definitions: readonly Definition[], environment: Environment): boolean {
  if (!definitions.every(({ kind }) => kinds.has(kind))) return false;
  return neededFlags(inputFor('', { ...environment, definitions }).input).length === 0;
}

/** What is written because of such definitions. */
export function compileAlone(
  project: string,
  environment: Environment,
): { readonly resources: readonly Resource[]; readonly diagnostics: readonly Diagnostic[] } {
  const { input, diagnostics } = inputFor(project, environment);
  return { resources: [...compileDashboards(input), ...compileProvisioning(input)], diagnostics };
}

/** A folder belongs to all dashboards in it, and only all together tell whether there are two with its name. */
export function isShared({ kind }: Resource): boolean {
  return kind === 'grafana/dashboard-provider';
}
