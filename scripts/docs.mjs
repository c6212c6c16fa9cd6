// Writes the reference that is generated from the source: docs/cli.md, docs/catalogue.md, docs/checks.md,
// docs/mutation.md, docs/runbooks/README.md.
// With --check it writes nothing, names what is out of date and exits 1.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { catalogue } from './docs/catalogue.mjs';
import { checksPage } from './docs/checks.mjs';
import { cli } from './docs/cli.mjs';
import { loadDefinitions } from './docs/definitions.mjs';
import { mutation } from './docs/mutation.mjs';
import { runbooks } from './docs/runbooks.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

const prod = await loadDefinitions(root, 'prod');

const pages = [
  { file: 'docs/cli.md', source: 'the `--help` of each command', text: cli() },
  { file: 'docs/catalogue.md', source: 'the definitions', text: catalogue(prod) },
  { file: 'docs/checks.md', source: 'the checks themselves', text: checksPage(prod) },
  { file: 'docs/mutation.md', source: '`survivor()` in the definitions', text: mutation(prod) },
  { file: 'docs/runbooks/README.md', source: 'the alerts of prod', text: runbooks(prod) },
].map(({ file, source, text }) => ({
  file,
  text: `${text.trimEnd()}\n\n<!-- Generated from ${source} by \`npm run docs\`; do not edit. -->\n`,
}));

const stale = pages.filter(({ file, text }) => readText(file) !== text);

if (process.argv.includes('--check')) {
  for (const { file } of stale) console.error(`${file} is out of date: run \`npm run docs\` and commit it`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const { file, text } of stale) writeFileSync(file, text);
  console.log(stale.length > 0 ? `written: ${stale.map(({ file }) => file).join(', ')}` : 'everything is up to date');
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
