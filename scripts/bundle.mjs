// Bundles src/ into dist/: the CLI (one file per command, loaded when it is called), the module that
// definitions import, the shim that stands for it inside bundled definitions, and the type declarations.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { fillCodeCache } from './code-cache.mjs';
import { sdkAsModules } from './sdk-as-modules.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
// the rest is overwritten in place: a build that runs meanwhile must not find an empty folder
rmSync('dist/cache', { recursive: true, force: true });

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
  define: { __OBSCTL_VERSION__: JSON.stringify(version), 'import.meta.url': 'importMetaUrl' },
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
};

/** What is imported lazily is a file of its own, so that a start does not parse it: `commands/build` → `commands-build`. */
const flat = (path) => path.replaceAll('/', '-');
const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.d)\.ts$/.test(file));
const lazy = sources.flatMap((file) =>
  [...readFileSync(join('src', file), 'utf8').matchAll(/import\('(\.[^']+)\.js'\)/g)].map(([, path]) =>
    join(dirname(file), path),
  ),
);
const late = 'load/config-schema';
const parts = ['cli', late, ...new Set(lazy)].sort();

const lazyParts = {
  name: 'lazy-parts',
  setup(plugin) {
    plugin.onResolve({ filter: /^\./ }, ({ path, kind, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const part = relative(join(root, 'src'), join(resolveDir, path.replace(/\.js$/, '')));
      return { path: `./${flat(part)}.cjs`, external: true };
    });
  },
};

/** The YAML library is a file of its own too, and so is zod with our schema: what does without them need not load them. */
const lateLibraries = {
  name: 'late-libraries',
  setup(plugin) {
    plugin.onResolve({ filter: /\/config-schema\.js$/ }, () => ({ path: `./${flat(late)}.cjs`, external: true }));
    plugin.onResolve({ filter: /^js-yaml$/ }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: './js-yaml.cjs', external: true },
    );
  },
};

/** Whether there are colours is obsctl's to say. To find it out, chalk would load a good part of node. */
const coloursAreSaid = {
  name: 'colours-are-said',
  setup(plugin) {
    plugin.onResolve({ filter: /^#supports-color$/ }, () => ({ path: 'supports-color', namespace: 'said' }));
    plugin.onLoad({ filter: /.*/, namespace: 'said' }, () => ({ contents: 'export default {};' }));
  },
};

const { metafile } = await build({
  ...shared,
  metafile: true,
  entryPoints: [...parts.map((part) => ({ in: `src/${part}.ts`, out: flat(part) })), 'js-yaml'],
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  // names stay as they are: a stack in a bug report can be read, and `keepNames` would take a tenth of each build
  minifyWhitespace: true,
  minifySyntax: true,
  external: ['esbuild'],
  // as `require`, which bin/load.js answers from its code cache
  supported: { 'dynamic-import': false },
  plugins: [lazyParts, lateLibraries, coloursAreSaid, sdkAsModules],
});

await build({
  ...shared,
  banner: {},
  define: { __OBSCTL_VERSION__: shared.define.__OBSCTL_VERSION__ },
  entryPoints: ['src/index.ts'],
  outfile: 'dist/index.js',
  format: 'esm',
  external: ['@grafana/*'],
});

const names = Object.keys(await import(pathToFileURL('dist/index.js').href)).sort();
writeFileSync('dist/runtime.mjs', `export const { ${names.join(', ')} } = runtimeOfObsctl;\n`);

const buildId = createHash('sha256');
for (const part of [...parts, 'js-yaml']) buildId.update(readFileSync(`dist/${flat(part)}.cjs`));
writeFileSync('dist/build-id', buildId.digest('hex').slice(0, 16));
fillCodeCache(root);

const written = new Set([...Object.keys(metafile.outputs), 'dist/index.js', 'dist/runtime.mjs', 'dist/build-id']);
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const withTypes = existsSync(tsc) && !process.argv.includes('--no-types');
if (withTypes) {
  const args = [tsc, '-p', 'tsconfig.types.json', '--listEmittedFiles'];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the types cannot be written:\n${stdout}`);
  for (const [, file] of stdout.matchAll(/^TSFILE: (.*)$/gm)) written.add(relative(root, file));
  // the compiler leaves ambient declarations behind
  copyFileSync('src/tmpl.d.ts', 'dist/types/tmpl.d.ts');
  written.add('dist/types/tmpl.d.ts');
  const index = readFileSync('dist/types/index.d.ts', 'utf8');
  writeFileSync('dist/types/index.d.ts', `/// <reference path="./tmpl.d.ts" />\n${index}`);
}

// what an earlier bundle wrote, of a source that has another name by now, would be packed too
for (const entry of readdirSync('dist', { recursive: true, withFileTypes: true })) {
  const file = join(entry.parentPath, entry.name);
  const isKept = file.startsWith('dist/cache/') || (!withTypes && file.startsWith('dist/types/'));
  if (entry.isFile() && !written.has(file) && !isKept) rmSync(file, { force: true });
}
