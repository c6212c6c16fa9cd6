import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BuildKind } from '../../src/types.js';
import { repository } from '../helpers/environment.js';
import { filesBelow } from '../helpers/files.js';
import { obsctl, temporaryProject } from '../helpers/project.js';

const fixture = filesBelow(join(repository, 'test/fixtures/harbour'));
/** Typed, so that a new kind of output is missed here. */
const allKinds: Readonly<Record<BuildKind, true>> = {
  'grafana/dashboard': true,
  'grafana/dashboard-provider': true,
  'grafana/datasources': true,
  'prometheus/config': true,
  'prometheus/flags': true,
  'prometheus/rules': true,
  'prometheus/scrape': true,
  'prometheus/tests': true,
  'alertmanager/config': true,
  'alertmanager/template': true,
  'blackbox/config': true,
  'otel/collector': true,
  'otel/sdk-env': true,
};

const golden = join(repository, 'test/golden/harbour');

// `npx vitest run test/commands/golden.test.ts -u` writes the files anew: read the difference before committing it
describe('a project that uses every kind of output', () => {
  it('compiles to the committed files, for old servers and new ones', async () => {
    const root = temporaryProject(fixture, 'a harbour with blanks');
    const { code, stderr } = await obsctl(root, ['build']);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const built = filesBelow(join(root, 'build'));
    for (const [path, text] of Object.entries(built)) await expect(text).toMatchFileSnapshot(join(golden, path));
    expect(Object.keys(built)).toEqual(Object.keys(filesBelow(golden)));
  });

  it('has one of each kind of output', () => {
    const kinds = ['old', 'new'].flatMap((environment) => {
      const manifest = JSON.parse(readFileSync(join(golden, environment, 'manifest.json'), 'utf8'));
      return (manifest.resources as { readonly kind: string }[]).map(({ kind }) => kind);
    });
    expect([...new Set(kinds)].sort()).toEqual(Object.keys(allKinds).sort());
  });
});

describe('the definitions of this repository', () => {
  const copied = ['platform', 'dashboards', 'alerts'].flatMap((folder) =>
    Object.entries(filesBelow(join(repository, folder))).map(([path, text]) => [`${folder}/${path}`, text] as const),
  );
  const tree = {
    'package.json': '{ "name": "copy", "private": true, "type": "module" }',
    'obsctl.config.ts': readFileSync(join(repository, 'obsctl.config.ts'), 'utf8'),
    ...Object.fromEntries(copied),
  };

  it('build to the same bytes in another folder, time zone and locale, and on another day', async () => {
    const one = temporaryProject(tree);
    const other = temporaryProject({ ...tree, 'other-day.cjs': otherDay }, 'another folder');
    const first = await obsctl(one, ['build'], { TZ: 'Pacific/Kiritimati', LC_ALL: 'de_DE.UTF-8' });
    const second = await obsctl(other, ['build'], {
      TZ: 'America/Los_Angeles',
      LC_ALL: 'tr_TR.UTF-8',
      NODE_OPTIONS: '--require ./other-day.cjs',
    });
    expect([first.code, second.code], first.stderr + second.stderr).toEqual([0, 0]);
    const built = filesBelow(join(one, 'build'));
    expect(Object.keys(built).length).toBeGreaterThan(100);
    expect(filesBelow(join(other, 'build'))).toEqual(built);
    expect((await obsctl(one, ['build', '--check'])).code).toBe(0);
  });
});

/** Moves the clock of a process by 500 days. */
const otherDay = `const RealDate = Date;
const later = () => RealDate.now() + 500 * 86_400_000;
globalThis.Date = class extends RealDate {
  constructor(...args) { super(...(args.length > 0 ? args : [later()])); }
  static now() { return later(); }
};
`;
