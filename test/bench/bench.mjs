// How long obsctl takes, in multiples of starting node and doing nothing: `npm run bench [-- --rounds N]`.
// Each run is paired with an empty one right before it, and the cases take turns, so that a busy machine slows both
// sides. It asserts nothing: a ratio on a shared machine is a hint, and only a command that fails fails the bench.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } });
const rounds = Math.max(15, Number(values.rounds) || 0);

// node 20 reads these certificates at each start: that would nearly triple the yardstick
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

const temporary = mkdtempSync(join(tmpdir(), 'obsctl-bench-'));
try {
  const cases = [
    { name: 'obsctl --version', target: 1.2, args: ['--version'] },
    { name: 'obsctl --help', target: 1.5, args: ['--help'] },
    { name: 'build, unchanged', target: 3, args: ['build'] },
    { name: 'build, one definition edited', target: 5, args: ['build'], before: edit },
    { name: 'build, nothing cached', target: 6, args: ['build'], before: forget },
    { name: 'build, unchanged: peak memory', target: 1.6, args: ['build'], measure: memory },
  ].map((one, index) => ({ measure: time, ...one, sandbox: sandbox(`case-${index}`), ratios: [] }));

  for (const { args, sandbox } of cases) for (const _ of [1, 2]) time(sandbox, launch(sandbox, args));
  for (let round = 0; round < rounds; round++) {
    for (const { args, before, measure, sandbox, ratios } of cases) {
      before?.(sandbox, round);
      const empty = measure(sandbox, ['-e', '0']);
      ratios.push(measure(sandbox, launch(sandbox, args)) / empty);
    }
  }

  console.log(`multiples of \`node -e 0\`, median of ${rounds} paired runs, node ${process.version}\n`);
  console.log(`${''.padEnd(30)}  measured  target`);
  for (const { name, ratios, target } of cases) {
    const ratio = median(ratios);
    const verdict = ratio <= target ? '' : '  over';
    console.log(`${name.padEnd(30)}  ${ratio.toFixed(2).padStart(8)}  ${target.toFixed(1).padStart(6)}${verdict}`);
  }
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

/** A copy of obsctl and of the project's definitions: caches and edits stay in it, and nobody rebuilds it meanwhile. */
function sandbox(name) {
  const obsctl = join(temporary, name, 'obsctl');
  const project = join(temporary, name, 'project');
  mkdirSync(project, { recursive: true });
  for (const part of ['bin', 'dist', 'package.json'])
    cpSync(join(repository, part), join(obsctl, part), { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(obsctl, 'node_modules'), 'dir');
  for (const part of ['platform', 'dashboards', 'alerts', 'obsctl.config.ts', 'package.json']) {
    cpSync(join(repository, part), join(project, part), { recursive: true });
  }
  return { obsctl, project };
}

function launch({ obsctl }, args) {
  return [join(obsctl, 'bin', 'obsctl.js'), ...args];
}

/** Another threshold: it is in a rule, a panel and tests, of each environment. */
function edit({ project }, round) {
  const file = join(project, 'platform', 'thresholds.ts');
  const text = readFileSync(file, 'utf8');
  const edited = text.replace(/(streamErrors: 0\.0)\d+/, `$1${11 + (round % 80)}`);
  if (edited === text) throw new Error(`${file} has no such threshold`);
  writeFileSync(file, edited);
}

function forget({ obsctl, project }) {
  for (const folder of [join(obsctl, 'dist', 'cache'), join(project, '.obsctl'), join(project, 'build')]) {
    rmSync(folder, { recursive: true, force: true });
  }
}

function time({ project }, args) {
  const started = process.hrtime.bigint();
  run(project, args, ['ignore', 'ignore', 'pipe']);
  return Number(process.hrtime.bigint() - started);
}

function memory({ project }, args) {
  const { output } = run(
    project,
    ['-r', join(import.meta.dirname, 'peak-memory.cjs'), ...args],
    ['ignore', 'ignore', 'pipe', 'pipe'],
  );
  return Number(output[3]);
}

function run(cwd, args, stdio) {
  const result = spawnSync(process.execPath, args, { cwd, env, stdio });
  if (result.status !== 0) throw new Error(`${args.join(' ')} ended with ${result.status}:\n${result.stderr}`);
  return result;
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle) - 1]) / 2;
}
