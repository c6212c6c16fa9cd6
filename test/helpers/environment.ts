import { fileURLToPath } from 'node:url';
import { type Compiled, compile } from '../../src/compile/compile.js';
import { type Environment, loadProject } from '../../src/load/project.js';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** The platform's own definitions in one environment, read and compiled as `obsctl build` does it. */
export function ownEnvironment(name: string): { readonly environment: Environment } & Compiled {
  const project = loadProject({ cwd: repository, environments: [name] });
  const environment = project.environments[0];
  if (!environment) throw new Error(`there is no environment ${name}`);
  return { environment, ...compile(project.name, environment) };
}
