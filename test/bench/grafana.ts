/**
 * How fast a Grafana is read and compared: `node scripts/run-ts.mjs test/bench/grafana.ts [URL…] [--dashboards 1000]`.
 * Times are ratios to asking for each of the same dashboards, one after another, in the same run. Without a URL, fakes
 * are started that take as long as real servers did.
 */
import { parseArgs } from 'node:util';
import { wantedOn } from '../../src/commands/deploy/wanted.js';
import { sumOf } from '../../src/plan/three-way/sum.js';
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
  return path.includes('limit=100') ? 35 : 6;
};

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

  const [selecting, wanted] = await timed(async () => wantedOn(stage.target, stage.target.select(resources)));
  const [reading] = await timed(() => stage.target.read(wanted));
  const [marks, steps] = await timed(() => stage.plan(resources));
  const [whole, differing] = await timed(async () => {
    // as if no mark could be believed
    const source = wantedOn(stage.target, stage.target.select(resources));
    const { live } = await stage.target.read(source.map((one) => ({ ...one, sum: `not ${one.sum}`, bytes: 'others' })));
    const sums = new Map(live.map(({ kind, id, body }) => [id, sumOf(kind, body)]));
    return source.filter(({ id, sum }) => sums.get(id) !== sum).length;
  });
  const left = steps.filter(({ change }) => change.op !== 'unchanged').length;
  const ratio = (time: number) => `${(time / sequential).toFixed(3)} (${time.toFixed(0)} ms)`;
  process.stdout.write(
    [
      `${server.name}: ${count} dashboards of 20 panels`,
      `  first apply       ${(first / Math.max(1, outcomes.length)).toFixed(1)} ms each with its proof, ${bad.length} failed`,
      `  GET of each       1 (${sequential.toFixed(0)} ms)`,
      `  plan, unchanged   ${ratio(marks)}, ${left} differ`,
      `    of it           ${selecting.toFixed(0)} ms checksums of the source, ${reading.toFixed(0)} ms reading`,
      `  plan, all read    ${ratio(whole)}, ${differing} differ`,
      `  memory            ${Math.round(process.resourceUsage().maxRSS / 1024)} MB at most`,
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
