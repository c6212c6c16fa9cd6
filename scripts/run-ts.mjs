// Bundles and runs a TypeScript file of this repository, which Node 20 cannot read: node scripts/run-ts.mjs FILE ARGS…
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [file] = process.argv.splice(2, 1);
const folder = mkdtempSync(join(tmpdir(), 'obsctl-run-'));
const outfile = join(folder, 'main.mjs');
await build({
  entryPoints: [resolve(file)],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
});
await import(pathToFileURL(outfile));
rmSync(folder, { recursive: true });
