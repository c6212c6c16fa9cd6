import { createRequire } from 'node:module';
import { join } from 'node:path';
import { refused } from './bundling-failure.js';
import { home } from './home.js';

/**
 * What may be different each time it is read. The bundler replaces each free name by a property of the object that
 * `evaluate` hands to the script, so that a script which reads one can be told from one that only mentions it.
 */
export const impurities: readonly string[] = [
  ...['process', 'Date', 'fetch', 'performance', 'crypto', 'globalThis', 'global', 'Intl', 'Math', 'Function', 'eval'],
  'navigator',
];

/** To be given with the entry's text; the script, its map and what went in are written beside `temporary`. */
export function bundlerFlags(temporary: string): readonly string[] {
  return [
    '--bundle',
    '--format=cjs',
    '--platform=node',
    '--target=node20',
    '--charset=utf8',
    '--sourcemap=external',
    '--sources-content=false',
    '--loader:.tmpl=text',
    '--log-level=silent',
    ...refused.map((warning) => `--log-override:${warning}=error`),
    `--alias:obsctl=${runtimeModule()}`,
    ...impurities.map((name) => `--define:${name}=impure.${name}`),
    '--sourcefile=obsctl-entry.ts',
    `--outfile=${temporary}.cjs`,
    `--metafile=${temporary}.meta`,
  ];
}

/** The same, with what is refused left to be `undefined`. */
export function withoutRefusals(flags: readonly string[]): readonly string[] {
  return flags.filter((flag) => !flag.startsWith('--log-override'));
}

/** Whether it could make a script of the entry. */
export function runBundler(
  { root, entry }: { readonly root: string; readonly entry: string },
  flags: readonly string[],
): boolean {
  return childProcess().spawnSync(bundlerBinary(), flags, { cwd: root, input: entry, windowsHide: true }).status === 0;
}

const require = createRequire(import.meta.url);

/** Loaded when it is needed: half of what a build with nothing to do would load of node is behind it. */
export const childProcess = () => process.getBuiltinModule('node:child_process');

/** The native binary: starting it directly is much faster than through its JavaScript interface. */
export function bundlerBinary(): string {
  const package_ = `@esbuild/${process.platform}-${process.arch}`;
  const esbuild = createRequire(require.resolve('esbuild'));
  return esbuild.resolve(process.platform === 'win32' ? `${package_}/esbuild.exe` : `${package_}/bin/esbuild`);
}

/** What `import … from 'obsctl'` means inside a bundle: the obsctl that is running. */
export function runtimeModule(): string {
  return join(home(), 'dist', 'runtime.mjs');
}
