/** A project with one environment, `test`, and real servers to apply it to. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { obsctl, type Run, small, type Tree, temporaryProject, write } from '../helpers/project.js';
import { binary, freePort, type Generation, type Server, start } from '../real/servers.js';

const versions = {
  bookworm: "prometheus: '2.42', alertmanager: '0.25', blackbox: '0.23'",
  trixie: "prometheus: '2.53', alertmanager: '0.28', blackbox: '0.26'",
  forky: "prometheus: '3.5', alertmanager: '0.33', blackbox: '0.28'",
} as const;

export interface Stage {
  readonly root: string;
  readonly write: (tree: Tree) => void;
  readonly run: (...args: string[]) => Promise<Run>;
  readonly with: (variables: NodeJS.ProcessEnv, ...args: string[]) => Promise<Run>;
}

/** @param targets and the rest: the texts of those properties in the configuration */
export function stage(
  generation: Generation,
  { targets, state = '', definitions = {} }: { targets: string; state?: string; definitions?: Tree },
): Stage {
  const root = temporaryProject({
    ...small,
    ...definitions,
    'obsctl.config.ts': `import { bearerToken, defineConfig, secret, state, target } from 'obsctl';
void [bearerToken, secret, state];

export default defineConfig({
  project: 'small',
  definitions: ['monitoring'],
  environments: {
    test: {
      versions: { grafana: '12.4', ${versions[generation]}, collector: '0.100' },
      targets: [${targets}],
      ${state === '' ? '' : `state: ${state},`}
    },
  },
});
`,
  });
  return {
    root,
    write: (tree) => write(root, tree),
    run: (...args) => obsctl(root, args),
    with: (variables, ...args) => obsctl(root, args, variables),
  };
}

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'obsctl-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface RunningPrometheus extends Server {
  readonly folder: string;
  /** Its target, as the configuration names it. */
  readonly target: (options?: string) => string;
  /** What it evaluates: `alert or record` → query. */
  readonly rules: () => Promise<Record<string, string>>;
  readonly restart: () => Promise<void>;
}

/** A Prometheus that reads `rules/*.yaml` of a folder of its own; over HTTP it is told to unless that is closed. */
export async function runningPrometheus(generation: Generation, { lifecycle = true } = {}): Promise<RunningPrometheus> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'rules'));
  write(folder, { 'prometheus.yml': "rule_files: ['rules/*.yaml']\n" });
  const port = await freePort();
  const launch = () =>
    start(
      binary(generation, 'prometheus'),
      () => [
        `--config.file=${folder}/prometheus.yml`,
        `--storage.tsdb.path=${folder}/data`,
        `--web.listen-address=127.0.0.1:${port}`,
        ...(lifecycle ? ['--web.enable-lifecycle'] : []),
      ],
      { ready: '/-/ready', port },
    );
  let server = await launch();
  onTestFinished(() => server.stop());
  const { url } = server;
  const tool = binary(generation, 'promtool');
  return {
    url,
    pid: server.pid,
    log: () => server.log(),
    stop: () => server.stop(),
    folder,
    target: (options = '') => `target.prometheus({ folder: '${folder}', url: '${url}', check: '${tool}', ${options} })`,
    rules: async () => {
      const answer = (await (await fetch(`${url}/api/v1/rules`)).json()) as RulesAnswer;
      const rules = answer.data.groups.flatMap((group) => group.rules);
      return Object.fromEntries(rules.map(({ name, query }) => [name, query]));
    },
    restart: async () => {
      await server.stop();
      server = await launch();
    },
  };
}

interface RulesAnswer {
  readonly data: { readonly groups: readonly { readonly rules: readonly { name: string; query: string }[] }[] };
}

/** The printed report of `--format json`. */
export function reportOf(run: Run): {
  ok: boolean;
  summary: Record<string, number>;
  writes: number;
  changes: { op: string; id: string; target: string; status?: string; before?: unknown; after?: unknown }[];
  proof: { what: string; ok: boolean; detail: string }[];
  diagnostics: { code: string; message: string; help?: string }[];
  applies: { id: string; outcome: string }[];
} {
  return JSON.parse(run.stdout);
}

/** The small project's rules with another limit. */
export function rulesAbove(limit: number, more = ''): Tree {
  return { 'monitoring/rules.ts': `${(small['monitoring/rules.ts'] ?? '').replace('30)', `${limit})`)}${more}` };
}
