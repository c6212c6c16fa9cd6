import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import type { MimirTarget } from '../../define/targets.js';
import { isUserError, UserError } from '../../errors.js';
import type { Live, Outcome, Proof, Target, Wanted, Write } from '../../types/target.js';
import type { Diagnostic } from '../../types.js';
import type { Client } from '../client.js';
import { knownTo } from '../folder/read-folder.js';
import { masked } from '../folder/secrets.js';
import type { World } from '../world.js';
import { alertmanagerConfig, fileOf } from './alertmanager.js';
import { inlined } from './inline.js';
import { ruleGroups } from './rules.js';

/** Rulers and Alertmanagers with a write API: rule groups in our namespace, and the configuration of our tenant. */
export function mimirTarget(config: MimirTarget, client: Client, world: World): Target {
  const { url, name = 'mimir' } = config;
  const tenant: Readonly<Record<string, string>> =
    config.tenant === undefined ? {} : { 'X-Scope-OrgID': config.tenant };
  const where = config.rules === false ? undefined : config.rules;
  const rules =
    config.rules === false ? undefined : ruleGroups(client, { url, tenant, namespace: world.project, ...where });
  const alertmanager = config.alertmanager === false ? undefined : alertmanagerConfig(client, { url, tenant, world });
  let wantedNow: readonly Wanted[] = [];

  const readAll = async (wanted: readonly Wanted[]): Promise<readonly Live[]> => {
    const all = await Promise.all([alertmanager?.read(wanted), rules?.read(wanted)]);
    return all.flatMap((live) => live ?? []);
  };
  const outcome = (
    { op, change: { kind, id } }: Write,
    status: Outcome['status'],
    diagnostic?: Diagnostic,
  ): Outcome => ({
    ...{ target: name, op, kind, id, status },
    ...(diagnostic ? { diagnostic } : {}),
  });

  /** A server that refuses a configuration may quote from it. */
  const hidden = (diagnostic: Diagnostic | undefined): Diagnostic | undefined => {
    const known = knownTo(
      wantedNow.map(({ body }) => body),
      world,
    );
    return diagnostic && (masked(diagnostic, undefined, known) as Diagnostic);
  };

  /** A broken connection is neither success nor failure until it is read back. */
  const attempt = async (writes: readonly Write[], action: () => Promise<void>): Promise<readonly Outcome[]> => {
    try {
      await action();
      return writes.map((write) => outcome(write, 'done'));
    } catch (error) {
      if (!isUserError(error)) throw error;
      const live = await readAll(wantedNow).catch(() => undefined);
      const isBroken = live !== undefined && error.code === 'target/unreachable';
      if (isBroken && writes.every((one) => runs(one, live))) return writes.map((write) => outcome(write, 'done'));
      const why = isBroken ? brokenOff(url, writes) : error.diagnostics[0];
      return writes.map((write) => outcome(write, 'failed', hidden(why)));
    }
  };

  return {
    name,
    wave: config.wave ?? 1,
    select: (resources) => {
      const templates = resources.filter(({ kind }) => kind === 'alertmanager/template');
      const files = templates.map(({ id }) => fileOf(id));
      return [
        ...(rules ? resources.filter(({ kind }) => kind === 'prometheus/rules') : []),
        ...(alertmanager ? templates : []),
        ...(alertmanager
          ? resources.flatMap((one) => (one.kind === 'alertmanager/config' ? [inlined(one, files, world)] : []))
          : []),
      ];
    },
    normalize: ({ kind, body }) => (kind === 'alertmanager/config' && typeof body === 'string' ? parse(body) : body),
    read: async (wanted) => {
      wantedNow = wanted;
      return { live: await readAll(wanted) };
    },
    apply: async (writes, run) => {
      const now = await readAll(wantedNow);
      const outcomes: Outcome[] = [];
      const made = (more: readonly Outcome[]) => {
        for (const one of more) run.done(one);
        outcomes.push(...more);
      };
      const fresh = writes.filter((write) => {
        const { change, live } = write;
        const isSame = find(now, change)?.version === live?.version;
        if (!isSame) made([outcome(write, 'not tried', moved(name, write))]);
        return isSame;
      });
      const groups = fresh.filter(({ change }) => change.kind === 'prometheus/rules');
      const rest = fresh.filter(({ change }) => change.kind !== 'prometheus/rules');
      for (const write of groups) {
        if (run.signal.aborted) made([outcome(write, 'not tried')]);
        else made(await attempt([write], async () => rules?.write(write)));
      }
      if (rest.length > 0 && run.signal.aborted) made(rest.map((write) => outcome(write, 'not tried')));
      else if (rest.length > 0) {
        made(await attempt(rest, async () => alertmanager?.write(rest, (variable) => valueIn(variable, world))));
      }
      return outcomes;
    },
    verify: async (writes) => [readBack(name, writes, await readAll(wantedNow))],
    close: client.close,
  };
}

function find(live: readonly Live[], { kind, id }: Write['change']): Live | undefined {
  return live.find((one) => one.kind === kind && one.id === id);
}

function runs({ op, change, resource }: Write, live: readonly Live[]): boolean {
  const found = find(live, change);
  if (op === 'delete') return found === undefined;
  if (!found || !resource) return false;
  if (resource.givenBack) return found.mark !== 'ours' && isDeepStrictEqual(found.body, resource.normalized);
  return found.applied ? found.applied.sum === resource.sum : same(found.body, resource.normalized);
}

function readBack(target: string, writes: readonly Write[], live: readonly Live[]): Proof {
  const wrong = writes.filter((write) => !runs(write, live));
  const ok = wrong.length === 0;
  const detail = ok
    ? `${writes.length} resources as written`
    : `not as written: ${wrong.map(({ change }) => `${change.kind} ${change.id}`).join(', ')}`;
  return { target, what: 'read back', ok, detail };
}

/** Servers write durations and empty maps their own way: what counts is the rules. */
function same(live: unknown, wanted: unknown): boolean {
  const rulesOf = (body: unknown) =>
    (
      (
        body as {
          groups?: readonly { name?: string; rules?: readonly { alert?: string; record?: string; expr?: string }[] }[];
        }
      ).groups ?? []
    ).map(({ name, rules = [] }) => [name, rules.map(({ alert, record, expr }) => [alert, record, expr?.trim()])]);
  return JSON.stringify(rulesOf(live)) === JSON.stringify(rulesOf(wanted));
}

/** It is there, and answers everything but that. */
function brokenOff(url: string, writes: readonly Write[]): Diagnostic {
  const hasWebhook = writes.some(({ resource }) =>
    JSON.stringify(resource?.body ?? null).includes('"webhook_configs"'),
  );
  return {
    code: 'target/broken-off',
    severity: 'error',
    message: `${url} closed the connection instead of an answer, and runs what it ran before`,
    help: hasWebhook
      ? 'there are versions of Cortex that panic on any webhook_configs, as their log then says: take another version, or another channel in this environment'
      : 'its log should say why',
  };
}

function moved(name: string, { change }: Write): Diagnostic {
  return {
    code: 'apply/moved',
    severity: 'error',
    message: `${change.kind} ${change.id} on ${name} has changed since it was compared`,
    help: 'plan again',
    resource: { kind: change.kind, id: change.id },
  };
}

function valueIn(variable: string, { variables }: World): string {
  const value = variables[variable];
  if (value) return value;
  throw new UserError(`the configuration of Alertmanager needs the value of ${variable}, which is not set`, {
    code: 'target/secret-missing',
    help: `set ${variable} for this command, in CI from its own store of secrets`,
    exitCode: 3,
  });
}
