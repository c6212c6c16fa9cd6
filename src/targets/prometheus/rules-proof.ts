import { isDeepStrictEqual } from 'node:util';
import { durationSeconds } from '../../promql/duration.js';
import { parse } from '../../promql/parse.js';
import { print } from '../../promql/print.js';
import type { Proof, Wanted } from '../../types/target.js';
import { type Client, pause, refusal } from '../client.js';

interface RuleFile {
  readonly groups: readonly {
    readonly name: string;
    readonly rules: readonly {
      readonly alert?: string;
      readonly record?: string;
      readonly expr: string;
      readonly for?: string;
      readonly labels?: Readonly<Record<string, string>>;
    }[];
  }[];
}

interface LiveGroup {
  readonly name: string;
  readonly file: string;
  /** Seconds. */
  readonly interval?: number;
  readonly rules: readonly {
    readonly name: string;
    readonly query: string;
    readonly duration?: number;
    readonly labels?: Readonly<Record<string, string>>;
    readonly health: string;
    readonly lastError?: string;
  }[];
}

/** What Prometheus says it evaluates, group by group, against the rule files. */
export async function rulesProof(options: {
  readonly client: Client;
  readonly url: string;
  readonly name: string;
  readonly wanted: readonly Wanted[];
}): Promise<readonly Proof[]> {
  const { client, url, name: target } = options;
  const files = options.wanted.filter(({ kind }) => kind === 'prometheus/rules');
  if (files.length === 0) return [];
  let live = await liveGroups(client, url);
  const groups = files.flatMap(({ normalized, path }) =>
    (normalized as RuleFile).groups.map((group) => ({ group, path })),
  );
  const different = groups.filter(({ group, path }) => !runs(group, path, live)).map(({ group }) => group.name);
  const loaded: Proof = {
    target,
    what: 'rules loaded',
    ok: different.length === 0,
    detail:
      different.length === 0
        ? `${groups.length} rule ${groups.length === 1 ? 'group runs' : 'groups run'} as written`
        : `not as written: ${different.join(', ')}`,
  };
  for (let waited = 0; waited < patienceFor(live, files) && unknown(live, files) > 0; waited += 500) {
    await pause(500);
    live = await liveGroups(client, url);
  }
  return [loaded, health(target, ours(live, files), unknown(live, files))];
}

/** In ms: a group's first evaluation comes within its interval. A long one is not waited for. */
function patienceFor(live: readonly LiveGroup[], files: readonly Wanted[]): number {
  const waiting = groupsOf(live, files).filter(({ rules }) => rules.some((rule) => rule.health === 'unknown'));
  const seconds = waiting.map(({ interval = 0 }) => interval).filter((interval) => interval <= 15);
  return Math.max(3, ...seconds.map((interval) => interval + 1)) * 1_000;
}

function health(target: string, rules: readonly LiveGroup['rules'][number][], waiting: number): Proof {
  const failing = rules.filter((rule) => rule.health === 'err');
  const detail =
    failing.length > 0
      ? failing.map(({ name, lastError }) => `${name}: ${lastError}`).join('; ')
      : waiting > 0
        ? `no rule fails; ${waiting} of ${rules.length} wait for their first evaluation`
        : `${rules.length} rules evaluate without an error`;
  return { target, what: 'rules healthy', ok: failing.length === 0, detail };
}

function ours(live: readonly LiveGroup[], files: readonly Wanted[]): readonly LiveGroup['rules'][number][] {
  return groupsOf(live, files).flatMap(({ rules }) => rules);
}

function groupsOf(live: readonly LiveGroup[], files: readonly Wanted[]): readonly LiveGroup[] {
  return live.filter(({ file }) => files.some(({ path }) => file.endsWith(`/${path}`)));
}

function unknown(live: readonly LiveGroup[], files: readonly Wanted[]): number {
  return ours(live, files).filter((rule) => rule.health === 'unknown').length;
}

async function liveGroups(client: Client, url: string): Promise<readonly LiveGroup[]> {
  const answer = await client.ask('/api/v1/rules');
  if (!answer.ok) throw refusal(url, 'for its rules', answer);
  return (answer.json as { data: { groups: readonly LiveGroup[] } }).data.groups;
}

function runs(group: RuleFile['groups'][number], path: string, live: readonly LiveGroup[]): boolean {
  // newer servers do not list a group without rules
  if (group.rules.length === 0) return true;
  const found = live.find((one) => one.name === group.name && one.file.endsWith(`/${path}`));
  if (!found || found.rules.length !== group.rules.length) return false;
  return group.rules.every((rule, index) => {
    const other = found.rules[index];
    return (
      other !== undefined &&
      other.name === (rule.alert ?? rule.record) &&
      printed(other.query) === printed(rule.expr) &&
      isDeepStrictEqual({ ...other.labels }, { ...rule.labels }) &&
      (rule.alert === undefined || other.duration === (rule.for === undefined ? 0 : durationSeconds(rule.for)))
    );
  });
}

/** The server prints queries its own way. */
function printed(query: string): string {
  const { expr } = parse(query);
  return expr ? print(expr) : query;
}
