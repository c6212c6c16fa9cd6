// How long `obsctl diff` takes over 1,000 dashboards of 20 panels and a copy, in multiples of what JSON.parse of both
// sides takes in a process of its own: `node test/bench/diff.mjs [--rounds N]`. Processor time, not wall time, so that
// a busy machine says the same. The first number is all of the command, the second one leaves out what it prints. It
// asserts nothing.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from './median.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const own = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const obsctl = own('bin/obsctl.js');
const folder = mkdtempSync(join(tmpdir(), 'obsctl-bench-'));

const parseBoth = `
const { readdirSync, readFileSync } = require('node:fs');
const texts = process.argv.slice(1).flatMap((side) => readdirSync(side).map((file) => readFileSync(side + '/' + file, 'utf8')));
const kept = texts.map((text) => JSON.parse(text));
if (kept.length !== 2000) process.exit(1);
`;

const unprinted = `
const { load } = require(${JSON.stringify(own('bin/load.js'))});
const files = process.argv.slice(1);
load(${JSON.stringify(own('dist/commands-diff.cjs'))}).diff({ cwd: '/', files }).then(() => process.exit(0));
`;

try {
  write('before', () => false);
  const cases = [
    ['a copy', () => false],
    ['one panel in each tenth dashboard changed', (index) => index % 10 === 0],
    ['one panel in each dashboard changed', () => true],
  ];
  console.log(`multiples of JSON.parse of both sides, median of ${values.rounds}, node ${process.version}\n`);
  console.log(`${''.padEnd(44)}  all  unprinted`);
  for (const [index, [name, changed]] of cases.entries()) {
    const after = `after-${index}`;
    write(after, changed);
    const sides = [join(folder, 'before'), join(folder, after)];
    const ratios = Array.from({ length: Number(values.rounds) }, () => {
      const parsing = processorTime(['-e', parseBoth, ...sides]);
      const all = processorTime([obsctl, 'diff', ...sides, '--summary']);
      return [all / parsing, processorTime(['-e', unprinted, ...sides]) / parsing];
    });
    const of = (part) => median(ratios.map((ratio) => ratio[part])).toFixed(2);
    console.log(`${name.padEnd(44)} ${of(0)}  ${of(1)}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Seconds of user time, as the shell counts them. */
function processorTime(args) {
  const timed = ['-c', 'TIMEFORMAT=%U; time "$@" > /dev/null 2>&1', 'bash', process.execPath, ...args];
  const { status, stderr } = spawnSync('bash', timed, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ').slice(0, 80)} failed`);
  return Number(stderr.trim());
}

function write(side, changed) {
  mkdirSync(join(folder, side));
  for (let index = 0; index < 1000; index++) {
    writeFileSync(join(folder, side, `${index}.json`), JSON.stringify(dashboard(index, changed(index)), null, 2));
  }
}

function dashboard(index, changed) {
  const datasource = { type: 'prometheus', uid: '${datasource}' };
  const panels = Array.from({ length: 20 }, (_, number) => ({
    id: number + 1,
    type: 'timeseries',
    title: `Panel ${number}`,
    description: 'What this shows, and what to do where it is red.',
    gridPos: { x: (number % 2) * 12, y: Math.floor(number / 2) * 8, w: 12, h: 8 },
    datasource,
    targets: ['A', 'B'].map((refId) => ({
      refId,
      datasource,
      expr: `sum by (service) (rate(requests_${index}_${number}_total{cluster=~"$cluster",side="${refId}"}[${changed && number === 7 ? '10m' : '5m'}]))`,
      legendFormat: '{{service}}',
    })),
    fieldConfig: {
      defaults: {
        unit: 'reqps',
        custom: { lineWidth: 1, fillOpacity: 8, showPoints: 'never' },
        thresholds: {
          mode: 'absolute',
          steps: [
            { color: 'green', value: null },
            { color: 'red', value: 80 },
          ],
        },
      },
      overrides: [{ matcher: { id: 'byName', options: 'B' }, properties: [{ id: 'unit', value: 'percentunit' }] }],
    },
    options: { legend: { displayMode: 'table', placement: 'bottom', showLegend: true, calcs: ['mean', 'max'] } },
  }));
  return { uid: `d${index}`, title: `Dashboard ${index}`, schemaVersion: 42, tags: ['bench'], panels };
}
