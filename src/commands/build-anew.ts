import { join, relative, resolve } from 'node:path';
import { type Compiled, compile } from '../compile/compile.js';
import { rememberParts } from '../define/origin.js';
import type { Bundle } from '../load/bundle.js';
import { checkedAhead } from '../load/config.js';
import { buildId } from '../load/fingerprint.js';
import { type Environment, loadProject, type Project } from '../load/project.js';
import { planFolder, writeFolder } from '../targets/files/build-folder.js';
import { readLastTexts, writeLastTexts } from '../targets/files/last-texts.js';
import type { Diagnostic, Report } from '../types.js';
import { type BuildMemory, textsFile } from './build-memory.js';
import { remembered } from './build-remembering.js';

export interface BuildOptions {
  readonly cwd: string;
  readonly config?: string | undefined;
  readonly env?: readonly string[] | undefined;
  readonly out?: string | undefined;
  readonly check?: boolean | undefined;
  readonly progress?: ((step: string) => void) | undefined;
}

/** What is known before. */
interface Ahead {
  readonly bundles: readonly Bundle[];
  /** The hash of a configuration in which this obsctl found nothing wrong. */
  readonly checkedConfig?: string | undefined;
}

/** The same while the bundler is still at work. */
interface Bundling {
  readonly configuration: Promise<Bundle | undefined>;
  readonly definitions: Promise<Bundle | undefined> | undefined;
  readonly checkedConfig: string | undefined;
}

/** Definitions → files. Nothing is written while anything is wrong, in whichever environment. */
export async function buildAnew(options: BuildOptions, bundling: Bundling): Promise<Built> {
  const configuration = await bundling.configuration;
  const checkedConfig = bundling.checkedConfig ?? checkedAhead(configuration);
  const bundles = [configuration, await bundling.definitions].filter((one) => one !== undefined);
  const { project, compiled } = compiledProject(options, { bundles, checkedConfig });
  const report = builtAnew(options, { project, compiled });
  const isDone = report.exitCode === 0 && report.diagnostics.length === 0;
  return { report, memory: isDone ? remembered(project, compiled, report) : undefined };
}

export interface Built {
  readonly report: Report;
  /** Where it can be recognised later. */
  readonly memory?: BuildMemory | undefined;
}

function builtAnew(options: BuildOptions, { project, compiled }: CompiledProject): Report {
  const diagnostics = once(compiled.flatMap((one) => one.diagnostics));
  if (diagnostics.some((diagnostic) => diagnostic.severity === 'error')) {
    return { command: 'build', root: project.root, exitCode: 2, diagnostics };
  }
  const out = options.out === undefined ? project.out : relative(project.root, resolve(options.cwd, options.out));
  const obsctl = buildId();
  const textsOf = (name: string) => textsFile(project.root, join(out, name));
  const plans = compiled.map(({ environment, resources }) =>
    planFolder({
      project: project.name,
      environment: environment.name,
      root: project.root,
      out: join(out, environment.name),
      resources,
      lastTexts: readLastTexts(textsOf(environment.name), obsctl),
    }),
  );
  if (options.check) {
    const stale = plans.flatMap((plan) => [
      ...plan.files.filter((file) => file.changed).map((file) => `${plan.out}/${file.path}`),
      ...plan.obsolete.map((path) => `${plan.out}/${path}`),
    ]);
    const environments = plans.map((plan) => ({
      name: plan.environment,
      out: plan.out,
      resources: plan.resources,
      files: { written: 0, removed: 0, unchanged: plan.files.filter((file) => !file.changed).length },
    }));
    const exitCode = stale.length > 0 ? 1 : 0;
    return { command: 'build', root: project.root, exitCode, diagnostics, environments, stale };
  }
  options.progress?.('writing files');
  const environments = plans.map((plan) => {
    const built = writeFolder(plan);
    writeLastTexts(textsOf(plan.environment), obsctl, plan.texts ?? {});
    return built;
  });
  return { command: 'build', root: project.root, exitCode: 0, diagnostics, environments };
}

interface CompiledProject {
  readonly project: Project;
  readonly compiled: readonly (Compiled & { readonly environment: Environment })[];
}

/** Nearly always nothing is wrong. Where anything is, all is done again, and the place of every part remembered. */
function compiledProject(options: BuildOptions, ahead: Ahead): CompiledProject {
  try {
    rememberParts(false);
    const found = attempt(options, ahead);
    if (found.compiled.every(({ diagnostics }) => diagnostics.length === 0)) return found;
  } catch {
    // said below, with its place
  } finally {
    rememberParts(true);
  }
  return attempt(options, ahead);
}

function attempt({ cwd, config, env, progress }: BuildOptions, ahead: Ahead): CompiledProject {
  progress?.('reading definitions');
  const { bundles, checkedConfig } = ahead;
  const project = loadProject({ cwd, config, environments: env, ahead: bundles, checkedConfig });
  const compiled = project.environments.map((environment) => {
    progress?.(`compiling ${environment.name}`);
    return { environment, ...compile(project.name, environment) };
  });
  return { project, compiled };
}

/** What is wrong in several environments is said once. */
function once(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(diagnostics.map((one) => [JSON.stringify(one), one])).values()];
}
