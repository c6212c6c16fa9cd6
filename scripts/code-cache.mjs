// Lets V8 compile what a build needs when obsctl is installed, so that not even the first build has to wait for it.
// The code belongs to this machine's version of node; bin/load.js keeps it in dist/cache, and makes it anew for others.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const sample = fileURLToPath(new URL('../test/fixtures/harbour', import.meta.url));

/** Rules as others write them, some of them wrong: what tells that is needed too. */
const faults = `groups:
  - name: faults
    interval: 1m
    rules:
      - record: job:requests:rate5m
        expr: sum by (job, route) (rate(requests_total{env="prod", code=~"5.."}[5m])) / sum by (job) (rate(requests_total[5m]))
      - alert: Errors
        expr: |
          (sum by (job (rate(requests_total[5m])) > 1)
        annotations:
          summary: '{{ $labels.job }} answers {{ $value | humanizePercentage }} with an error'
      - alert: NoRange
        expr: rate(requests_total) > 1
      - alert: NoFunction
        expr: summ(up) > 1
      - alert: Never
        expr: count(up{job="a"}) == 0 and predict_linear(free_bytes[6h], 4 * 3600) < 0
        for: 10m
        labels:
          severity: warning
      - alert: NoLabel
        expr: sum by (pod) (sum by (job) (up)) * on (job) group_left (zone) info unless on (job) maintenance == 1
`;

/** Builds and checks a sample with the obsctl in a folder. It only saves time: what goes wrong here will be said where it matters. */
export function fillCodeCache(home) {
  if (!existsSync(sample)) return;
  const folder = mkdtempSync(join(tmpdir(), 'obsctl-sample-'));
  try {
    cpSync(sample, folder, { recursive: true });
    // what the first run of a bundle needs is kept: more of the command line's is needed for the help
    const run = (...args) =>
      spawnSync(process.execPath, [join(home, 'bin', 'obsctl.js'), ...args], { cwd: folder, stdio: 'ignore' });
    for (const args of [['--help'], ['build']]) run(...args);
    const built = join(folder, 'build', 'new');
    if (!existsSync(built)) return;
    // an Alertmanager has one small file, and needs half of all code
    for (const part of ['prometheus/rules', 'grafana/dashboards'])
      cpSync(join(built, part), join(folder, 'others', part), { recursive: true });
    writeFileSync(join(folder, 'others', 'faults.yaml'), faults);
    run('validate', 'others');
    // an edit that reaches a dashboard, and one of a rule and its tests
    const edit = (file, what, by) => {
      const path = join(folder, 'definitions', file);
      writeFileSync(path, readFileSync(path, 'utf8').replace(what, by));
    };
    edit('dashboard.ts', /$/, '\n');
    edit('rules.ts', "'10m'", "'9m'");
    run('build');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
