import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { repository } from './environment.js';

export type Tree = Readonly<Record<string, string>>;

/** A project outside the repository that has obsctl as its only dependency. Gone when the test is over. */
export function temporaryProject(tree: Tree, name = 'project'): string {
  const parent = mkdtempSync(join(tmpdir(), 'obsctl-test-'));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  const root = join(parent, name);
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  symlinkSync(repository, join(root, 'node_modules', 'obsctl'), 'dir');
  write(root, tree);
  return root;
}

export function write(root: string, tree: Tree): void {
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the launcher, as a user does. */
export function obsctl(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  return begin(cwd, args, env).ended;
}

export interface Started {
  readonly kill: (signal: NodeJS.Signals) => void;
  /** What it has printed so far. */
  readonly stdout: () => string;
  readonly ended: Promise<Run & { readonly signal: NodeJS.Signals | null }>;
}

/** The launcher, for those who do not only wait for its end. */
export function begin(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Started {
  const launcher = join(repository, 'bin', 'obsctl.js');
  const child = spawn(process.execPath, [launcher, ...args], { cwd, env: { ...process.env, ...env } });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  return {
    kill: (signal) => child.kill(signal),
    stdout: () => stdout,
    ended: new Promise((done, fail) => {
      child.once('error', fail);
      child.once('close', (code, signal) => done({ code, signal, stdout, stderr }));
    }),
  };
}

/** The smallest project that builds: one environment, one rule group. */
export const small: Tree = {
  'package.json': '{ "name": "small", "private": true, "type": "module" }',
  'obsctl.config.ts': `import { defineConfig } from 'obsctl';

export default defineConfig({
  project: 'small',
  definitions: ['monitoring'],
  environments: {
    prod: {
      versions: { grafana: '12.4', prometheus: '3.5', alertmanager: '0.28', blackbox: '0.26', collector: '0.100' },
    },
  },
});
`,
  'monitoring/metrics.ts': `import { gauge } from 'obsctl';

export const temperature = gauge('temperature_celsius', {
  help: 'Temperature.',
  unit: 'count',
  labels: { room: null },
  owner: 'home',
  group: 'home',
  exposedBy: ['sensor'],
  series: 3,
  aggregate: 'max',
});
`,
  'monitoring/rules.ts': `import { alert, gt, max, record, ruleGroup } from 'obsctl';
import { temperature } from './metrics.js';

export const hottest = record('room:temperature:max', max(temperature).by('room'));

export default ruleGroup('home', { interval: '30s' }, [
  hottest,
  alert('TooHot', {
    expr: gt(hottest, 30),
    for: '5m',
    labels: { severity: 'warning' },
    annotations: { summary: '{{ $labels.room }} is too hot' },
  }),
]);
`,
};
