import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { repository } from '../helpers/environment.js';
import { write } from '../helpers/project.js';

it('a bundle holds nothing that an earlier one wrote of sources that are gone', () => {
  const root = mkdtempSync(join(tmpdir(), 'obsctl-bundle-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  write(root, {
    'dist/commands-renamed.cjs': '',
    'dist/types/renamed.d.ts': '',
    'dist/types/define/renamed.d.ts': '',
  });
  for (const part of ['src', 'scripts', 'package.json', 'tsconfig.json', 'tsconfig.types.json']) {
    cpSync(join(repository, part), join(root, part), { recursive: true });
  }
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  const bundle = (...args: string[]) =>
    execFileSync(process.execPath, [join(root, 'scripts', 'bundle.mjs'), ...args], { stdio: 'pipe' });
  const files = () => readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' }).sort();
  bundle();
  const first = files();
  expect(first.filter((file) => file.includes('renamed'))).toEqual([]);
  const needed = [
    'cli.cjs',
    'js-yaml.cjs',
    'index.js',
    'runtime.mjs',
    'build-id',
    'types/index.d.ts',
    'types/tmpl.d.ts',
  ];
  expect(needed.filter((file) => !existsSync(join(root, 'dist', file)))).toEqual([]);
  bundle('--no-types');
  expect(files()).toEqual(first);
});
