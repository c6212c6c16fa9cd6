import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { repository } from '../helpers/environment.js';
import { filesBelow } from '../helpers/files.js';
import { obsctl } from '../helpers/project.js';

/** So many edits; `OBSCTL_FUZZ=1000` makes a night of it. */
const rounds = Number(process.env.OBSCTL_FUZZ ?? 6);
let seed = Number(process.env.OBSCTL_SEED ?? 11);

/** A number below another one, the same in every run with this seed. */
function below(limit: number): number {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
  return Math.floor((seed / 2 ** 31) * limit);
}

/** Some of these make no valid project; then the two builds have to say the same. */
const edits: readonly ((text: string) => string)[] = [
  (text) => at(text, /\b\d+\b/g, (number) => String(Number(number) + 1 + below(3))),
  (text) => at(text, /'[A-Z][a-z]+ [^'\n]*'/g, (words) => words.replace(' ', ' really ')),
  (text) => at(text, /\n\n/g, () => '\n\n\n'),
  (text) => at(text, /\n\n/g, () => '\n\n// a word\n'),
  (text) => at(text, /\n {4}[\w.]+\([^\n]*\),(?=\n)/g, () => ''),
  (text) => at(text, /\bexport const\b/g, () => 'const'),
  (text) => at(text, /\b(?:sum|max|min)\(/g, () => 'avg('),
  (text) => at(text, /\n {2}\w+,(?=\n)/g, () => ''),
  (text) => at(text, /(?<=\b[gl]t\()\w+/g, () => oneOf(text, /(?<=\b[gl]t\()\w+/g)),
  (text) => at(text, /(?<=\bexpect\()\w+/g, () => oneOf(text, /(?<=\bexpect\()\w+/g)),
  (text) => at(text, /(?<=: ')\d+(?=m')/g, () => String(2 + below(9))),
];

function oneOf(text: string, which: RegExp): string {
  const found = text.match(which) ?? [];
  return found[below(found.length)] ?? '';
}

/** One of the places, drawn by lot, written anew. */
function at(text: string, place: RegExp, by: (found: string) => string): string {
  const found = [...text.matchAll(place)];
  const one = found[below(found.length)];
  return one ? text.slice(0, one.index) + by(one[0]) + text.slice(one.index + one[0].length) : text;
}

it.each(['the harbour', 'our own definitions'])(
  'whatever is edited in %s, what is built after it are the bytes of a build of all',
  async (name) => {
    const parent = mkdtempSync(join(tmpdir(), 'obsctl-test-'));
    onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
    const [root, other] = ['project', 'whole'].map((folder) => join(parent, folder)) as [string, string];
    const from = name === 'the harbour' ? 'test/fixtures/harbour' : '.';
    const parts = name === 'the harbour' ? ['definitions'] : ['platform', 'dashboards', 'alerts'];
    for (const part of [...parts, 'obsctl.config.ts', 'package.json'])
      cpSync(join(repository, from, part), join(root, part), { recursive: true });
    symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'), 'dir');
    const sources = parts.flatMap((part) =>
      Object.keys(filesBelow(join(root, part))).flatMap((file) => (file.endsWith('.ts') ? [join(part, file)] : [])),
    );
    const among = [/dashboard/, /alerts|rules/, /alerts|rules/, /./].map((which) =>
      sources.filter((file) => which.test(file)),
    );
    await obsctl(root, ['build']);
    let parted = 0;
    for (let round = 0; round < rounds; round++) {
      const before = Object.fromEntries(sources.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
      for (const files of [0, ...(below(4) === 0 ? [1] : [])].map(() => among[below(among.length)] ?? [])) {
        const file = join(root, files[below(files.length)] ?? '');
        const edit = edits[below(edits.length)] as (text: string) => string;
        writeFileSync(file, edit(readFileSync(file, 'utf8')));
      }
      const run = await obsctl(root, ['build', '--verbose']);
      rmSync(other, { recursive: true, force: true });
      cpSync(root, other, {
        recursive: true,
        verbatimSymlinks: true,
        filter: (path) => !/\/(\.obsctl|build)$/.test(path),
      });
      const whole = await obsctl(other, ['build', '--verbose']);
      expect(run.code, `edit ${round}: ${run.stderr}`).toBe(whole.code);
      if (run.code === 0) {
        expect(filesBelow(join(root, 'build'))).toEqual(filesBelow(join(other, 'build')));
        if (process.env.OBSCTL_FUZZ) process.stdout.write(`edit ${round}: ${run.stderr}`);
        if (run.stderr.startsWith('writing what comes from')) parted++;
        continue;
      }
      // a stack that is shown names the copy
      expect(run.stderr).toBe(whole.stderr.replaceAll(other, root));
      for (const [file, text] of Object.entries(before)) writeFileSync(join(root, file), text);
    }
    expect(parted).toBeGreaterThan(0);
  },
  600_000,
);
