import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type Bundle, bundleAhead } from '../load/bundle.js';
import { cacheFolder } from '../load/cache-folder.js';
import { configFile } from '../load/config-file.js';
import { definitionFiles } from '../load/definition-files.js';
import { buildId, fingerprint, fingerprintOf } from '../load/fingerprint.js';
import type { Seen } from '../load/inputs.js';
import type { Project } from '../load/project.js';
import { asBuilt, manifestHash } from '../targets/files/as-built.js';
import type { BuiltEnvironment, Report } from '../types.js';
import type { BuildOptions } from './build-anew.js';

/** Definitions → files. Where neither has changed since the last build, nothing of the compiler is even loaded. */
export async function build(options: BuildOptions): Promise<Report> {
  const config = configFile({ cwd: options.cwd, file: options.config });
  const memory = join(cacheFolder(dirname(config)), `build-${selection(options)}.json`);
  const seen: Seen = new Map();
  const environments = unchanged(config, memory, seen);
  if (environments) {
    const stale = options.check ? { stale: [] } : {};
    return { command: 'build', exitCode: 0, diagnostics: [], environments, ...stale };
  }
  // the bundler works while the compiler is loaded
  const last = read(memory);
  const bundling = bundlesAhead(config, last?.definitions, seen);
  const { buildAnew } = await import('./build-anew.js');
  const checkedConfig = last?.obsctl === buildId() ? last.config : undefined;
  const { report, project } = buildAnew(options, { bundles: await bundling, checkedConfig });
  if (report.exitCode === 0 && report.diagnostics.length === 0) remember(memory, project, report);
  return report;
}

/** What a successful build was made from, and what it made. */
interface Memory {
  readonly fingerprint: string;
  readonly obsctl: string;
  /** The hash of the configuration. */
  readonly config: string | undefined;
  readonly definitions: readonly string[];
  readonly folders: readonly { readonly out: string; readonly manifest: string }[];
}

/** Builds of different environments, or to different places, are remembered side by side. */
function selection({ cwd, env, out }: BuildOptions): string {
  const asked = JSON.stringify([env ?? [], out === undefined ? '' : resolve(cwd, out)]);
  return createHash('sha256').update(asked).digest('hex').slice(0, 12);
}

function unchanged(config: string, file: string, seen: Seen): readonly BuiltEnvironment[] | undefined {
  const memory = read(file);
  if (!memory || memory.fingerprint !== fingerprint({ config, definitions: memory.definitions, seen }))
    return undefined;
  const built = memory.folders.map(({ out, manifest }) => asBuilt(dirname(config), out, manifest));
  return built.some((environment) => !environment) ? undefined : (built as readonly BuiltEnvironment[]);
}

function remember(file: string, project: Project, report: Report): void {
  const { definitions } = project;
  // of what was built, and not of what the files have become meanwhile
  const current = fingerprintOf(project.hashes);
  if (current === undefined) return;
  const folders = (report.environments ?? []).map(({ out }) => ({ out, manifest: manifestHash(project.root, out) }));
  const memory: Memory = {
    ...{ fingerprint: current, obsctl: buildId(), config: project.hashes.config },
    ...{ definitions, folders },
  };
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(memory));
  renameSync(`${file}.${process.pid}`, file);
}

/** What is sure to be bundled: without a last time, nobody knows yet where the definitions are. */
async function bundlesAhead(
  config: string,
  definitions: readonly string[] | undefined,
  seen: Seen,
): Promise<readonly Bundle[]> {
  const root = dirname(config);
  const bundles = await Promise.all([
    bundleAhead({ root, name: 'config', entries: [config], seen }),
    definitions && bundleAhead({ root, name: 'definitions', entries: definitionFiles(root, definitions), seen }),
  ]);
  return bundles.flatMap((one) => one ?? []);
}

function read(file: string): Memory | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Memory;
  } catch {
    return undefined;
  }
}
