/**
 * How fast a Grafana is read and compared: `node scripts/run-ts.mjs test/bench/grafana.ts [URL…] [--dashboards 1000]`.
 * Times are ratios to asking for each of the same dashboards, one after another, in the same run. Without a URL, fakes
 * are started that take as long as real servers did.
 */
import { parseArgs } from 'node:util';
import { wantedOn } from '../../src/commands/deploy/wanted.js';
import { decide } from '../../src/plan/three-way/decide.js';
import type { Wanted } from '../../src/types/target.js';
import { editionOf } from '../fake-grafana/edition.js';
import { startFakeGrafana } from '../fake-grafana/server.js';
import { dashboardFile, folderFile } from '../targets/grafana/samples.js';
import { fakeServer, type Server, stageOn } from '../targets/grafana/stage.js';

const { values, positionals } = parseArgs({
  options: { dashboards: { type: 'string', default: '1000' } },
  allowPositionals: true,
});
const count = Number(values.dashboards);

/** What a request takes on a real server, in ms; a LIST takes longer the more it holds. */
const measured = (method: string, path: string): number => {
  if (method !== 'GET') return 17;
  if (path.includes('limit=1000')) return 40;
  if (path.includes('limit=200')) return 70;
  return inLanes(6);
};

/** Eight at once take half as long as one after another, not an eighth: a real server has two cores. */
const lanes: [number, number] = [0, 0];
function inLanes(takes: number): number {
  const now = performance.now();
  const free = lanes[0] <= lanes[1] ? 0 : 1;
  lanes[free] = Math.max(now, lanes[free]) + takes;
  return lanes[free] - now;
}

/** What is wanted, as a mark sees it that no longer knows it. */
const disbelieving = ({ kind, id, path, origin, body }: Wanted): Wanted => ({
  ...{ kind, id, path, origin, body, normalized: body },
  ...{ bytes: 'others', sum: 'another' },
});

/** The median of some runs: one is at the mercy of whatever else the machine does. */
async function median<T>(what: () => Promise<T>): Promise<[milliseconds: number, result: T]> {
  const runs: [number, T][] = [];
  for (let run = 0; run < 5; run += 1) runs.push(await timed(what));
  return runs.sort(([a], [b]) => a - b)[2] as [number, T];
}

async function timed<T>(what: () => Promise<T>): Promise<[milliseconds: number, result: T]> {
  const start = performance.now();
  const result = await what();
  return [performance.now() - start, result];
}

async function measure(server: Server): Promise<void> {
  const stage = stageOn(server, { project: 'bench', remembers: false });
  const resources = [
    folderFile('bench', 'Bench'),
    ...Array.from({ length: count }, (_, index) => dashboardFile(`bench-${index}`, 'bench', {}, 20)),
  ];
  const [first, { outcomes }] = await timed(() => stage.apply(resources, { adopt: true, disputed: 'ours' }));
  const bad = outcomes.filter(({ status }) => status !== 'done');

  const ids = Array.from({ length: count }, (_, index) => `bench-${index}`);
  const [sequential] = await timed(async () => {
    for (const id of ids) await stage.ask('GET', `/api/dashboards/uid/${id}`);
  });

  const before = process.cpuUsage();
  const steps = await stage.plan(resources);
  const { user, system } = process.cpuUsage(before);
  const readAll = async () => {
    // as if no mark could be believed
    const source = wantedOn(stage.target, stage.target.select(resources));
    const { live } = await stage.target.read(source.map(disbelieving));
    const reading = { live: live.map(({ applied: _, ...one }) => one) };
    const steps = decide({ target: 'bench', wanted: source, reading, base: () => undefined });
    return steps.filter(({ change }) => change.op !== 'unchanged').length;
  };
  await readAll();
  const memory = process.resourceUsage().maxRSS;
  const [marks] = await median(() => stage.plan(resources));
  const [whole, differing] = await median(readAll);
  const left = steps.filter(({ change }) => change.op !== 'unchanged').length;
  const ratio = (time: number) => `${(time / sequential).toFixed(3)} (${time.toFixed(0)} ms)`;
  process.stdout.write(
    [
      `${server.name}: ${count} dashboards of 20 panels`,
      `  first apply       ${(first / Math.max(1, outcomes.length)).toFixed(1)} ms each with its proof, ${bad.length} failed`,
      `  GET of each       1 (${sequential.toFixed(0)} ms)`,
      `  plan, unchanged   ${ratio(marks)}, ${left} differ`,
      `    of it           ${((user + system) / 1000).toFixed(0)} ms of a processor`,
      `  plan, all read    ${ratio(whole)}, ${differing} differ`,
      `  memory            ${Math.round(memory / 1024)} MB at most`,
      '',
    ].join('\n'),
  );
  await stage.target.close?.();
}

for (const address of positionals) {
  const { origin, username, password } = new URL(address);
  await measure({ name: origin, url: origin, username, password });
}
for (const version of positionals.length > 0 ? [] : ['11.0.0', '12.4.0', '12.4.0-legacy-storage']) {
  const fake = await startFakeGrafana({ version, delay: measured });
  await measure(fakeServer(`the fake ${editionOf(version).name}`, fake.url));
  await fake.stop();
}
