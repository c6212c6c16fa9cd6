import { checks } from '../checks/all.js';
import { everything } from '../checks/model/everything.js';
import { runChecks } from '../checks/run.js';
import { compile } from '../compile/compile.js';
import { loadProject } from '../load/project.js';
import type { Diagnostic, Kind, Origin, Path, Resource, Subject } from '../types.js';
import { knownOf } from './known-platform.js';

const codes = new Set<string>(checks.map(({ code }) => code));

const kinds: Partial<Record<Kind, Subject['kind']>> = {
  'grafana/dashboard': 'dashboard',
  'prometheus/rules': 'rules',
  'alertmanager/config': 'alertmanager',
};

/** What is wrong with a project's definitions, each finding once for all environments. */
export function validateProject(options: {
  readonly cwd: string;
  readonly config?: string | undefined;
  readonly env?: readonly string[] | undefined;
  readonly progress?: ((step: string) => void) | undefined;
}): { readonly diagnostics: readonly Diagnostic[]; readonly queries: number } {
  const project = loadProject({ cwd: options.cwd, config: options.config, environments: options.env });
  const found = new Map<string, Diagnostic>();
  let queries = 0;
  for (const environment of project.environments) {
    options.progress?.(`checking ${environment.name}`);
    const { resources, diagnostics, originOfPart } = compile(project.name, environment);
    const all = everything(
      resources.flatMap((resource) => subjectOf(resource, originOfPart) ?? []),
      knownOf(environment),
    );
    queries += all.queries.length;
    // what both find, a check says better
    const compiling = diagnostics.filter(({ code }) => !codes.has(code));
    for (const diagnostic of [...compiling, ...runChecks(all)]) {
      const { file, line, column } = diagnostic.origin ?? {};
      found.set([diagnostic.code, diagnostic.message, file, line, column].join(' '), diagnostic);
    }
  }
  return { diagnostics: [...found.values()], queries };
}

function subjectOf(resource: Resource, originOfPart: (part: object) => Origin | undefined): Subject | undefined {
  const kind = kinds[resource.kind];
  if (!kind) return undefined;
  const { body, origin } = resource;
  return { kind, body, own: true, place: (path) => nearestOrigin(body, path, originOfPart) ?? origin };
}

/** Of the definition that made the innermost part on the way. */
function nearestOrigin(
  body: unknown,
  path: Path,
  originOfPart: (part: object) => Origin | undefined,
): Origin | undefined {
  let nearest: Origin | undefined;
  let part = body;
  for (const key of [undefined, ...path]) {
    if (key !== undefined) part = (part as Record<string | number, unknown> | undefined)?.[key];
    if (typeof part !== 'object' || part === null) break;
    nearest = originOfPart(part) ?? nearest;
  }
  return nearest;
}
