import { compile } from '../../compile/compile.js';
import { UserError } from '../../errors.js';
import { loadProject, type Project } from '../../load/project.js';
import { serialize } from '../../targets/files/serialize.js';
import type { Resource } from '../../types.js';
import { knownOf } from '../known-platform.js';
import type { Side } from './side.js';

export interface SourceSides {
  readonly project: Project;
  readonly sides: readonly (Side & { readonly environment: string })[];
}

/** The definitions, compiled: one side for each environment. */
export function sourceSides(options: {
  readonly cwd: string;
  readonly config?: string | undefined;
  readonly env?: readonly string[] | undefined;
  readonly progress?: ((step: string) => void) | undefined;
}): SourceSides {
  options.progress?.('reading definitions');
  const project = loadProject({ cwd: options.cwd, config: options.config, environments: options.env });
  const sides = project.environments.map((environment) => {
    options.progress?.(`compiling ${environment.name}`);
    const { resources, diagnostics } = compile(project.name, environment);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    if (errors[0]) throw new UserError(errors[0].message, { diagnostics: errors });
    const { metrics } = knownOf(environment);
    return {
      name: 'the definitions',
      environment: environment.name,
      resources: resources.map(ofResource),
      ...(metrics ? { metrics: new Set(metrics.keys()) } : {}),
    };
  });
  return { project, sides };
}

function ofResource(resource: Resource): Side['resources'][number] {
  const { kind, id } = resource;
  let text: string | undefined;
  return {
    kind,
    id,
    get text() {
      text ??= serialize(resource);
      return text;
    },
    body: () => resource.body,
  };
}
