import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesBelow } from '../helpers/files.js';
import { obsctl, small, temporaryProject, write } from '../helpers/project.js';

const rules = 'build/prod/prometheus/rules/home.yaml';

describe('build', () => {
  it('writes the files of each environment and a manifest of them', async () => {
    const root = temporaryProject(small);
    const { code, stdout, stderr } = await obsctl(root, ['build']);
    expect(stdout).toMatch(/^prod {2}build\/prod {2}1 rule group {2}2 written\n\nnext: look into build\/prod,/);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(readFileSync(join(root, rules), 'utf8')).toContain('expr: max by (room) (temperature_celsius)');
    const manifest = JSON.parse(readFileSync(join(root, 'build/prod/manifest.json'), 'utf8'));
    expect(manifest.resources).toMatchObject([
      {
        kind: 'prometheus/rules',
        id: 'home',
        path: 'prometheus/rules/home.yaml',
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        origin: { file: 'monitoring/rules.ts', line: 6, column: 16 },
      },
    ]);
  });

  it('reports what it built as data', async () => {
    const root = temporaryProject(small);
    const { stdout } = await obsctl(root, ['build', '--format', 'json']);
    const report = JSON.parse(stdout);
    expect(Object.keys(report)).toEqual(['schema', 'ok', 'diagnostics', 'environments']);
    expect(report).toMatchObject({
      schema: 'obsctl/build/v1',
      ok: true,
      diagnostics: [],
      environments: [{ name: 'prod', out: 'build/prod', resources: [{ id: 'home' }] }],
    });
  });

  it('changes no byte and no file when nothing changed', async () => {
    const root = temporaryProject(small);
    await obsctl(root, ['build']);
    const old = new Date('2020-01-01');
    utimesSync(join(root, rules), old, old);
    const { stdout } = await obsctl(root, ['build']);
    expect(stdout).toContain('unchanged');
    expect(statSync(join(root, rules)).mtime).toEqual(old);
  });

  it('writes the same bytes whatever the time zone, the locale and the folder', async () => {
    const one = temporaryProject(small);
    const other = temporaryProject(small, 'ein Ordner mit Ümlauten');
    await obsctl(one, ['build'], { TZ: 'Pacific/Kiritimati', LC_ALL: 'de_DE.UTF-8' });
    await obsctl(other, ['build'], { TZ: 'America/Los_Angeles', LC_ALL: 'tr_TR.UTF-8' });
    expect(filesBelow(join(other, 'build'))).toEqual(filesBelow(join(one, 'build')));
  });

  it('builds anew what was edited, and only that', async () => {
    const root = temporaryProject(small);
    await obsctl(root, ['build']);
    write(root, { 'monitoring/rules.ts': small['monitoring/rules.ts']?.replace('hottest, 30', 'hottest, 35') ?? '' });
    const { stdout } = await obsctl(root, ['build']);
    expect(stdout).toContain('2 written');
    expect(readFileSync(join(root, rules), 'utf8')).toContain('room:temperature:max > 35');
  });

  it('removes what an earlier build made and no definition stands for any more, and nothing else', async () => {
    const root = temporaryProject({
      ...small,
      'monitoring/more.ts':
        "import { ruleGroup } from 'obsctl';\n\nexport default ruleGroup('more', { interval: '30s' }, []);\n",
    });
    await obsctl(root, ['build']);
    const foreign = join(root, 'build/prod/prometheus/rules/by-hand.yaml');
    writeFileSync(foreign, 'groups: []\n');
    write(root, { 'monitoring/more.ts': 'export {};\n' });
    const { stdout } = await obsctl(root, ['build']);
    expect(stdout).toContain('1 removed');
    expect(existsSync(join(root, 'build/prod/prometheus/rules/more.yaml'))).toBe(false);
    expect(readFileSync(foreign, 'utf8')).toBe('groups: []\n');
  });

  it('--check says what is out of date, writes nothing and exits with 1', async () => {
    const root = temporaryProject(small);
    await obsctl(root, ['build']);
    expect((await obsctl(root, ['build', '--check'])).code).toBe(0);
    writeFileSync(join(root, rules), '# edited\n');
    const { code, stdout } = await obsctl(root, ['build', '--check']);
    expect(stdout).toContain(`stale  ${rules}`);
    expect(code).toBe(1);
    expect(readFileSync(join(root, rules), 'utf8')).toBe('# edited\n');
  });

  it('writes elsewhere with --out, relative to where it is called', async () => {
    const root = temporaryProject(small);
    mkdirSync(join(root, 'deep/er'), { recursive: true });
    await obsctl(join(root, 'deep/er'), ['build', '--out', '../out']);
    expect(existsSync(join(root, 'deep/out/prod/manifest.json'))).toBe(true);
    expect(existsSync(join(root, 'build'))).toBe(false);
  });

  it('works from any folder of the project, and from elsewhere with --config', async () => {
    const root = temporaryProject(small);
    const below = await obsctl(join(root, 'monitoring'), ['build']);
    expect(below.stdout).toContain('build/prod');
    const elsewhere = await obsctl('/', ['build', '--check', '--config', join(root, 'obsctl.config.ts')]);
    expect(elsewhere).toMatchObject({ code: 0, stdout: 'everything is up to date\n' });
  });

  it('writes to a whole path with --out', async () => {
    const root = temporaryProject(small);
    await obsctl(root, ['build', '--out', join(root, 'whole')]);
    expect(existsSync(join(root, 'whole/prod/manifest.json'))).toBe(true);
    expect((await obsctl(root, ['build', '--out', join(root, 'whole')])).stdout).toContain('unchanged');
  });

  it('leaves alone what another project built in the same folder', async () => {
    const root = temporaryProject(small);
    await obsctl(root, ['build']);
    const manifest = join(root, 'build/prod/manifest.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"small"', '"large"').replaceAll('home', 'theirs'));
    writeFileSync(join(root, 'build/prod/prometheus/rules/theirs.yaml'), 'groups: []\n');
    await obsctl(root, ['build']);
    expect(existsSync(join(root, 'build/prod/prometheus/rules/theirs.yaml'))).toBe(true);
    expect(existsSync(join(root, rules))).toBe(true);
  });

  it('says so where it cannot write, and leaves no temporary file', async () => {
    if (process.getuid?.() === 0) return expect(existsSync('/')).toBe(true);
    const root = temporaryProject(small);
    mkdirSync(join(root, 'build'));
    chmodSync(join(root, 'build'), 0o500);
    const { code, stderr } = await obsctl(root, ['build']);
    expect(stderr).toContain('cannot be written');
    expect(code).toBe(2);
  });

  it('takes a file in the place of its folder for what it is', async () => {
    const root = temporaryProject({ ...small, build: 'a file' });
    const { code, stderr } = await obsctl(root, ['build']);
    expect(stderr).toContain('the folder build/prod cannot be written');
    expect(code).toBe(2);
    expect(readFileSync(join(root, 'build'), 'utf8')).toBe('a file');
  });
});

describe('the cache of definitions', () => {
  it('spares bundling where nothing changed, and forgets what is old', async () => {
    const root = temporaryProject(small);
    await obsctl(root, ['build']);
    const cache = join(root, '.obsctl/cache');
    const before = readdirSync(cache);
    await obsctl(root, ['build']);
    expect(readdirSync(cache)).toEqual(before);
    // a check looks at all modules, and a build compiles those that the edit reaches
    for (const [number, check] of [true, true, true, false, false, false].entries()) {
      write(root, { 'monitoring/rules.ts': `${small['monitoring/rules.ts']}\n// ${number}\n` });
      await obsctl(root, ['build', ...(check ? ['--check'] : [])]);
    }
    // the last but one may just be running in another process
    const scripts = readdirSync(cache).filter((name) => name.endsWith('.cjs'));
    expect(scripts.filter((name) => name.startsWith('definitions-'))).toHaveLength(2);
    // nobody asks for a part again
    expect(readdirSync(cache).filter((name) => name.startsWith('part'))).toEqual([]);
  });

  it('survives damage', async () => {
    const root = temporaryProject(small);
    await obsctl(root, ['build']);
    const cache = join(root, '.obsctl/cache');
    for (const name of readdirSync(cache)) writeFileSync(join(cache, name), 'not what it was');
    const { code, stderr } = await obsctl(root, ['build', '--check']);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  it('is shared by builds at the same time', async () => {
    const root = temporaryProject(small);
    const runs = await Promise.all([1, 2, 3, 4].map(() => obsctl(root, ['build'])));
    expect(runs.map((run) => [run.code, run.stderr])).toEqual(runs.map(() => [0, '']));
    expect((await obsctl(root, ['build', '--check'])).code).toBe(0);
  });
});

describe('the command line', () => {
  it('answers --version and --help, with examples', async () => {
    const { stdout } = await obsctl('/', ['--version']);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    for (const args of [['--help'], ['build', '--help']]) {
      const help = await obsctl('/', args);
      expect(help.stdout).toContain('Examples:');
      expect(help.code).toBe(0);
    }
  });

  it.each([[['bild']], [['build', '--chek']], [['build', '--format', 'xml']]])(
    'exits with 2 and a hint for %j',
    async (args) => {
      const { code, stderr, stdout } = await obsctl('/', args);
      expect(stderr).toMatch(/error: .*\n|Did you mean/);
      expect(stdout).toBe('');
      expect(code).toBe(2);
    },
  );

  it('colours only where asked to', async () => {
    const root = temporaryProject(small);
    const colour = '\u001b[';
    expect((await obsctl(root, ['build'], { FORCE_COLOR: '1' })).stdout).not.toContain(colour);
    expect((await obsctl(root, ['build', '--color', 'always'])).stdout).toContain(colour);
  });

  it('prints nothing with --quiet', async () => {
    const { stdout, stderr } = await obsctl(temporaryProject(small), ['build', '--quiet']);
    expect(stdout + stderr).toBe('');
  });
});
