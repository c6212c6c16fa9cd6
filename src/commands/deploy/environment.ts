import { UserError } from '../../errors.js';
import type { Environment, Project } from '../../load/project.js';
import { openTarget } from '../../targets/open.js';
import type { Memory } from '../../targets/state/memory.js';
import { openMemory } from '../../targets/state/open.js';
import type { World } from '../../targets/world.js';
import type { Target } from '../../types/target.js';
import type { Diagnostic, Resource } from '../../types.js';
import { findTool } from '../tools.js';
import { openEach } from './open-targets.js';
import { secretFilesOf } from './secret-files.js';

/** What a command that reaches servers is told about the world. */
export interface Surroundings {
  readonly cwd: string;
  readonly config?: string | undefined;
  readonly env?: readonly string[] | undefined;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** `name@host` */
  readonly by: string;
  readonly pid: number;
  readonly signal: AbortSignal;
  readonly progress?: ((step: string) => void) | undefined;
}

/** An environment with the servers it runs on. */
export interface Place {
  readonly project: string;
  readonly root: string;
  readonly environment: Environment;
  readonly resources: readonly Resource[];
  readonly targets: readonly Target[];
  readonly memory: Memory | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads and compiles the environments asked for, and opens their targets. All of it, before any server is asked. */
export async function openPlaces(options: Surroundings): Promise<readonly Place[]> {
  options.progress?.('reading definitions');
  mustName(options.env);
  const [{ loadProject }, { compile }] = await Promise.all([
    import('../../load/project.js'),
    import('../../compile/compile.js'),
  ]);
  const project = loadProject({ cwd: options.cwd, config: options.config, environments: options.env });
  const compiled = project.environments.map((environment) => ({ environment, ...compile(project.name, environment) }));
  const errors = compiled.flatMap(({ diagnostics }) => diagnostics).filter(({ severity }) => severity === 'error');
  if (errors[0]) throw new UserError(errors[0].message, { diagnostics: errors });
  return Promise.all(
    compiled.map(async ({ environment, resources, diagnostics }) => {
      const world = worldOf(project, environment, options);
      const memory = memoryFor(environment, project.root, options);
      return {
        ...{ project: project.name, root: project.root, environment, resources, memory },
        targets: await openEach(project, targetsOf(environment), (config) => openTarget(config, world)),
        diagnostics: [...diagnostics, ...(memory ? [] : [withoutState(environment)])],
      };
    }),
  );
}

/** What an environment remembers. */
export function memoryFor({ name, config }: Environment, root: string, options: Surroundings): Memory | undefined {
  const { by, variables } = options;
  return openMemory(config.state, { environment: name, root, by, variables });
}

/** Where the user interrupts, requests that are under way are not waited for. */
export async function closePlaces(places: readonly Place[], { signal }: Surroundings): Promise<void> {
  const closing = Promise.all(places.flatMap(({ targets }) => targets.map((target) => target.close?.())));
  if (!signal.aborted) await closing;
}

function mustName(env: readonly string[] | undefined): void {
  if (env && env.length > 0) return;
  throw new UserError('which environment?', {
    code: 'input/no-environment',
    help: 'name it: --env local; several: --env staging --env prod',
  });
}

function targetsOf({ name, config }: Environment) {
  const { targets = [] } = config;
  if (targets.length > 0) return { name, targets };
  throw new UserError(`the environment ${name} has no targets`, {
    code: 'config/no-targets',
    help: "say in its configuration where it runs: targets: [target.prometheus({ folder: '/etc/prometheus', url: … })]",
  });
}

function worldOf({ name, root }: Project, environment: Environment, options: Surroundings): World {
  return {
    project: name,
    environment: environment.name,
    versions: environment.config.versions,
    root,
    variables: options.variables,
    secretFiles: secretFilesOf(environment.definitions),
    findTool: findTool(options.variables),
    now: options.now,
  };
}

function withoutState({ name }: Environment): Diagnostic {
  return {
    code: 'state/none',
    severity: 'info',
    message: `${name} has no \`state\`: only the marks on its servers tell what was applied last, and nothing can be undone`,
    help: "state: state.git('obsctl-state'), or state.folder('/shared/folder')",
  };
}
