import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { repository } from '../helpers/environment.js';
import { temporaryProject } from '../helpers/project.js';

it('an obsctl that builds nothing fails no bundle: it is said where it matters', () => {
  const home = temporaryProject({ 'bin/obsctl.js': 'process.exit(2);\n' });
  const temporary = temporaryProject({ 'temporary/kept': '' }, 'sample');
  const script = pathToFileURL(join(repository, 'scripts', 'code-cache.mjs')).href;
  const call = `(await import(${JSON.stringify(script)})).fillCodeCache(${JSON.stringify(home)})`;
  const options = { stdio: 'pipe', env: { ...process.env, TMPDIR: join(temporary, 'temporary') } } as const;
  execFileSync(process.execPath, ['--input-type=module', '-e', call], options);
  expect(readdirSync(join(temporary, 'temporary'))).toEqual(['kept']);
});
