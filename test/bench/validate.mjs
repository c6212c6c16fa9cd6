// How long `obsctl validate` takes and how much memory, beside `promtool check rules` of the newest promtool that is
// there, and beside starting node and doing nothing: `node test/bench/validate.mjs [--rounds N] [--dashboards FOLDER]
// [--rules FILE]`. Both sides of a ratio run one right after the other, so that a busy machine slows both. It asserts
// nothing.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generatedRules } from './generated-rules.mjs';
import { median } from './median.mjs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, dashboards: { type: 'string' }, rules: { type: 'string' } },
});
const repository = fileURLToPath(new URL('../..', import.meta.url));
const obsctl = join(repository, 'bin', 'obsctl.js');
// node 20 reads these certificates at each start: that would nearly triple the yardstick
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

const folder = mkdtempSync(join(tmpdir(), 'obsctl-bench-'));
try {
  const files = Object.fromEntries(
    [1_000, 10_000].map((count) => [count, write(`${count}.yaml`, generatedRules(count))]),
  );
  const dashboards = values.dashboards ?? generatedDashboards();
  const nothing = [process.execPath, '-e', '0'];
  const rules = (count) => [process.execPath, obsctl, 'validate', files[count]];
  const promtool = newestPromtool();

  console.log(`median of ${values.rounds} paired runs, node ${process.version}`);
  console.log('wall is what somebody waits, and what targets mean; promtool uses two processors, so look at both\n');
  console.log(`${''.padEnd(52)}     wall  processor  peak memory`);
  if (promtool) {
    for (const count of [1_000, 10_000]) {
      await compare(`${count} rules, to promtool ${promtool.version}`, rules(count), [
        promtool.file,
        'check',
        'rules',
        files[count],
      ]);
    }
    if (values.rules) {
      const theirs = [promtool.file, 'check', 'rules', values.rules];
      await compare(
        `${basename(values.rules)}, to promtool`,
        [process.execPath, obsctl, 'validate', values.rules],
        theirs,
      );
    }
  } else console.log('promtool is not there (scripts/real-servers.sh forky): not compared');
  await compare('10000 rules, to 1000', rules(10_000), rules(1_000));
  await compare('1000 rules, to node -e 0', rules(1_000), nothing);
  await compare(
    `${readdirSync(dashboards).length} dashboards in one run, to node -e 0`,
    [process.execPath, obsctl, 'validate', dashboards],
    nothing,
  );
  for (const command of ['build', 'validate']) {
    await compare(`own definitions, unchanged: ${command}, to node -e 0`, [process.execPath, obsctl, command], nothing);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function compare(name, ours, theirs) {
  const pairs = [];
  for (const command of [ours, theirs]) timed(command);
  for (let round = 0; round < Number(values.rounds); round++) pairs.push([timed(ours), timed(theirs)]);
  const ratio = (what) => median(pairs.map(([a, b]) => a[what] / b[what])).toFixed(2);
  const [a, b] = [await peak(ours), await peak(theirs)];
  const memory = `${a} of ${b} MiB`;
  console.log(`${name.padEnd(52)} ${ratio('wall').padStart(8)} ${ratio('processor').padStart(10)}  ${memory}`);
}

/** Seconds, as the shell counts them. */
function timed(command) {
  const script = ['-c', 'TIMEFORMAT="%R %U %S"; time "$@" > /dev/null 2>&1', 'bash', ...command];
  const { stderr } = spawnSync('bash', script, { cwd: repository, env, encoding: 'utf8' });
  const [wall, user, system] = stderr.trim().split(' ').map(Number);
  return { wall, processor: user + system };
}

/** The most memory that a process has had, in MiB, as the kernel counts it until shortly before the end. */
function peak([file, ...args]) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: repository, env, stdio: 'ignore' });
    let most = 0;
    const look = setInterval(() => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
        most = Math.max(most, Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0));
      } catch {}
    }, 2);
    child.once('error', reject);
    child.once('exit', () => {
      clearInterval(look);
      resolve(Math.round(most / 1024));
    });
  });
}

function newestPromtool() {
  const servers =
    process.env.OBSCTL_SERVERS ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'obsctl/servers');
  const file = join(servers, 'forky/usr/bin/promtool');
  if (!existsSync(file)) return undefined;
  const { stdout, stderr } = spawnSync(file, ['--version'], { encoding: 'utf8' });
  return { file, version: /version (\d+\.\d+)/.exec(stdout + stderr)?.[1] };
}

function generatedDashboards() {
  const at = join(folder, 'dashboards');
  mkdirSync(at);
  for (let number = 0; number < 33; number++)
    write(join('dashboards', `${number}.json`), JSON.stringify(dashboard(number), null, 2));
  return at;
}

function dashboard(number) {
  const datasource = { type: 'prometheus', uid: '${datasource}' };
  const panels = Array.from({ length: 20 }, (_, index) => ({
    id: index + 1,
    type: 'timeseries',
    title: `Panel ${index}`,
    description: 'What it shows, and what to do where it is red.',
    datasource,
    gridPos: { x: (index % 2) * 12, y: Math.floor(index / 2) * 8, w: 12, h: 8 },
    fieldConfig: { defaults: { unit: 'reqps' }, overrides: [] },
    targets: ['requests', 'errors'].map((what) => ({
      refId: what,
      datasource,
      expr: `sum by (route) (rate(service_${number}_${what}_${index}_total{cluster=~"$cluster"}[$__rate_interval]))`,
      legendFormat: '{{route}}',
    })),
  }));
  const list = [
    { name: 'datasource', type: 'datasource', query: 'prometheus' },
    {
      name: 'cluster',
      type: 'query',
      datasource,
      multi: true,
      refresh: 2,
      query: `label_values(service_${number}_up, cluster)`,
    },
  ];
  return { uid: `service-${number}`, title: `Service ${number}`, schemaVersion: 42, templating: { list }, panels };
}

function write(name, text) {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}
