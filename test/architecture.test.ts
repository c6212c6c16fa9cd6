import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from './helpers/environment.js';

const src = join(repository, 'src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
  .map((file) => ({ file, text: readFileSync(join(src, file), 'utf8') }));

const partOf = (file: string) => file.replace(/\.(d\.)?ts$|\.js$/, '').split('/')[0] ?? '';

/** What the files of a folder may import beside each other, as the table of docs/architecture.md has it. */
const allowed = Object.fromEntries(
  readFileSync(join(repository, 'docs/architecture.md'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, folders = '', , imported = ''] = line.split('|');
      const parts = [...folders.matchAll(/`src\/([^`]+)`/g)].map(([, path = '']) => partOf(path));
      return parts.map((part) => [part, imported.trim() === 'nothing' ? [] : imported.trim().split(', ')] as const);
    }),
);

const imports = (text: string) =>
  [...text.matchAll(/from '(\.[^']+)'|import\('(\.[^']+)'\)/g)].map((m) => m[1] ?? m[2] ?? '');

describe('the architecture', () => {
  it.each(files.map(({ file, text }) => [file, text]))('%s imports only what its folder may', (file, text) => {
    const part = partOf(file);
    const used = imports(text).map((path) => partOf(normalize(join(dirname(file), path))));
    expect(used.filter((other) => other !== part && !allowed[part]?.includes(other))).toEqual([]);
  });

  it('has no file that is too long to read at once', () => {
    expect(files.filter(({ text }) => text.split('\n').length > 300).map(({ file }) => file)).toEqual([]);
  });

  it('re-exports in one file only', () => {
    const reexporting = files.filter(({ text }) => /^export (\*|(type )?\{[^}]*\}) from/m.test(text));
    expect(reexporting.map(({ file }) => file)).toEqual(['index.ts']);
  });

  it('prints, ends and looks at the world only where that is somebody’s job', () => {
    const world = /\bconsole\.|process\.(std|exit|env|argv)|chalk|Date\.now|new Date\(\)/;
    const touching = files.filter(({ file, text }) => world.test(text) && !/^(cli|report\/text|load\/)/.test(file));
    expect(touching.map(({ file }) => file)).toEqual([]);
  });
});
