// How long obsctl takes, in multiples of starting node and doing nothing: `npm run bench [-- --rounds N]`.
// Each run is paired with an empty one right before it, and the cases take turns, so that a busy machine slows both
// sides. The targets come from measurements of how long one waits for whole processes on a machine that does nothing
// else, so they are about the second column. Processor time, that of all processes which a command starts, says more where
// the machine is busy; it is the stricter measure, because the bundler runs beside us. Each column is judged. It asserts
// nothing: only a command that fails fails the bench. The last rows have no target: they are parts of a first build done
// alone, which nobody who builds the same with the same bundler could save.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fillCodeCache } from '../../scripts/code-cache.mjs';
import { floors } from './floors.mjs';
import { median } from './median.mjs';

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
    { name: 'build, a threshold edited', target: 5, args: ['build'], before: editThreshold },
    { name: 'build, a dashboard edited', target: 5, args: ['build'], before: editDashboard },
    { name: 'build, a rule edited', target: 5, args: ['build'], before: editRule },
    { name: 'build, the first one', target: 6, args: ['build'], before: forget },
    { name: 'build, unchanged: peak memory', target: 1.6, args: ['build'], measure: memory },
  ].map(({ args, ...one }, index) => {
    const own = sandbox(`case-${index}`);
    return { measure: time, ...one, command: launch(own, args), sandbox: own, ratios: [] };
  });

  for (const { command, sandbox } of cases) for (const _ of [1, 2]) time(sandbox, command);
  const { sandbox: first } = cases.find(({ before }) => before === forget);
  const parts = floors(first, (preloaded) => {
    forget(first, 'before');
    return told(first, preloaded, launch(first, ['build']));
  }).map((one) => ({ measure: time, ...one, sandbox: first, ratios: [] }));
  for (let round = 0; round < rounds; round++) {
    for (const { command, input, before, measure, sandbox, ratios } of [...cases, ...parts]) {
      before?.(sandbox, round);
      const empty = measure(sandbox, [process.execPath, '-e', '0']);
      const taken = measure(sandbox, command, input);
      ratios.push(taken.map((number, index) => number / empty[index]));
    }
  }

  console.log(`multiples of \`node -e 0\`, median of ${rounds} paired runs, node ${process.version}\n`);
  console.log(`${''.padEnd(32)}  processor    wait  target`);
  for (const one of cases) report(one);
  console.log('\nof a first build, in any case');
  for (const one of parts) report(one);
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
  // as `npm ci` leaves it
  rmSync(join(obsctl, 'dist', 'cache'), { recursive: true, force: true });
  fillCodeCache(obsctl);
  return { obsctl, project };
}

function launch({ obsctl }, args) {
  return [process.execPath, join(obsctl, 'bin', 'obsctl.js'), ...args];
}

function report({ name, ratios, target }) {
  const [measured, wait] = ratios[0].map((_, index) => median(ratios.map((ratio) => ratio[index])));
  const columns = [
    measured.toFixed(2).padStart(9),
    (wait?.toFixed(2) ?? '').padStart(6),
    (target?.toFixed(1) ?? '').padStart(6),
  ];
  const over = [...(measured > target ? ['processor'] : []), ...(wait > target ? ['wait'] : [])];
  const judged = over.length > 0 ? `  over: ${over.join(', ')}` : '';
  console.log(`${name.padEnd(32)}  ${columns.join('  ')}${judged}`.trimEnd());
}

/** Another number in a rule, a panel and tests, of each environment. */
function editThreshold(sandbox, round) {
  edit(sandbox, 'platform/thresholds.ts', /(streamErrors: 0\.0)\d+/, `$1${11 + (round % 80)}`);
}

/** Another width of a panel. */
function editDashboard(sandbox, round) {
  edit(sandbox, 'dashboards/business.ts', /(width: )\d+/, `$1${6 + (round % 3)}`);
}

/** Another time until an alert fires. */
function editRule(sandbox, round) {
  edit(sandbox, 'alerts/application.ts', /(for: ')\d+m/, `$1${11 + (round % 80)}m`);
}

function edit({ project }, file, what, by) {
  const text = readFileSync(join(project, file), 'utf8');
  const edited = text.replace(what, by);
  if (edited === text) throw new Error(`there is no ${what} in ${file}`);
  writeFileSync(join(project, file), edited);
}

/** Out of the way and not removed: some file systems take long to make files where others have just been removed. */
function forget({ project }, round) {
  const away = join(temporary, `forgotten-${round}`);
  mkdirSync(away);
  for (const folder of ['.obsctl', 'build']) renameSync(join(project, folder), join(away, folder));
}

/** Processor time and waiting time. */
function time({ project }, command, input) {
  const { stderr } = run('bash', ['-c', 'TIMEFORMAT="%U %S %R"; time "$@" 2>&3', 'bash', ...command], {
    cwd: project,
    stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
    input,
  });
  const [user = 0, system = 0, wait = 0] = stderr.trim().split(' ').map(Number);
  return [user + system, wait];
}

function memory(sandbox, command) {
  return [Number(told(sandbox, join(import.meta.dirname, 'peak-memory.cjs'), command))];
}

/** What a module that node loads before tells of a command, on descriptor 3. */
function told({ project }, preloaded, [node, ...args]) {
  const stdio = ['ignore', 'ignore', 'pipe', 'pipe'];
  return run(node, ['-r', preloaded, ...args], { cwd: project, stdio }).output[3];
}

function run(command, args, options) {
  const result = spawnSync(command, args, { ...options, env, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${args.join(' ')} ended with ${result.status}:\n${result.output.join('')}`);
  return result;
}
