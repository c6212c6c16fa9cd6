import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import type { Live, Wanted, Write } from '../../types/target.js';
import { type Client, refusal } from '../client.js';
import { yaml } from '../files/yaml.js';
import { knownTo } from '../folder/read-folder.js';
import { filled, masked, variablesIn } from '../folder/secrets.js';
import { sha256 } from '../sha256.js';
import type { World } from '../world.js';

const path = '/api/v1/alerts';

/** What one tenant's Alertmanager runs: written as a whole, or not at all. */
export interface AlertmanagerConfig {
  readonly read: (wanted: readonly Wanted[]) => Promise<readonly Live[]>;
  readonly write: (writes: readonly Write[], reveal: (name: string) => string) => Promise<void>;
}

interface Stored {
  readonly alertmanager_config?: string;
  readonly template_files?: Readonly<Record<string, string>>;
}

/** The first line of what we wrote: whose it is, from which sources, and what followed. */
interface Mark {
  readonly project: string;
  readonly environment: string;
  /** By kind and id. */
  readonly sums: Readonly<Record<string, string>>;
  /** Of the rest, so that an edit is seen. */
  readonly sha256: string;
}

const markStart = '# obsctl ';

export function alertmanagerConfig(
  client: Client,
  {
    url,
    tenant,
    world,
  }: { readonly url: string; readonly tenant: Readonly<Record<string, string>>; readonly world: World },
): AlertmanagerConfig {
  /** What stands behind a body that is shown without its secrets. */
  const originals = new WeakMap<object, string>();
  const stored = async (): Promise<Stored> => {
    const answer = await client.ask(path, { headers: { ...tenant, accept: 'application/yaml' } });
    if (answer.status === 404) return {};
    if (!answer.ok) throw refusal(url, 'for the configuration of its Alertmanager', answer);
    return (parse(answer.text) as Stored | null) ?? {};
  };

  return {
    read: async (wanted) => {
      const now = await stored();
      const live = liveOf(now, wanted, world);
      for (const { kind, body } of live) {
        if (kind !== 'alertmanager/config' || typeof body !== 'object' || body === null) continue;
        originals.set(body, split(now.alertmanager_config ?? '').rest);
      }
      return live;
    },
    write: async (writes, reveal) => {
      const before = await stored();
      const { mark } = split(before.alertmanager_config ?? '');
      const sums: Record<string, string> = { ...(mark && isOwn(mark, world) ? mark.sums : {}) };
      const templates: Record<string, string> = { ...before.template_files };
      let config = split(before.alertmanager_config ?? '').rest;
      let others: unknown;
      for (const { op, change, resource } of writes) {
        const key = keyOf(change);
        if (op === 'delete' || resource?.givenBack) delete sums[key];
        else if (resource) sums[key] = resource.sum;
        others ??= resource?.givenBack?.marks;
        const isTemplate = change.kind === 'alertmanager/template';
        if (isTemplate && op === 'delete') delete templates[fileOf(change.id)];
        else if (isTemplate) templates[fileOf(change.id)] = String(resource?.body);
        else if (op === 'delete') config = '';
        else config = originals.get(Object(resource?.body)) ?? textOf(filled(resource?.body, reveal));
      }
      if (config === '') {
        const answer = await client.ask(path, { method: 'DELETE', headers: tenant });
        if (!answer.ok && answer.status !== 404) throw refusal(url, 'to remove its configuration', answer);
        return;
      }
      const { project, environment } = world;
      const own: Mark = { project, environment, sums, sha256: sha256(config + JSON.stringify(templates)) };
      const first = Object.keys(sums).length > 0 ? own : others;
      const line = first === undefined ? '' : `${markStart}${JSON.stringify(first)}\n`;
      const body = yaml({ template_files: templates, alertmanager_config: line + config });
      const headers = { ...tenant, 'content-type': 'application/yaml' };
      const answer = await client.ask(path, { method: 'POST', body, headers, tries: 1 });
      if (!answer.ok) throw refusal(url, 'to write the configuration of its Alertmanager', answer);
    },
  };
}

function liveOf(stored: Stored, wanted: readonly Wanted[], world: World): readonly Live[] {
  if (stored.alertmanager_config === undefined) return [];
  const { mark, rest } = split(stored.alertmanager_config);
  const templates = stored.template_files ?? {};
  const touched = mark?.sha256 !== sha256(rest + JSON.stringify(templates));
  const owner = mark && !isOwn(mark, world) ? `${mark.project} (${mark.environment})` : undefined;
  const source = wanted.find(({ kind }) => kind === 'alertmanager/config');
  const known = knownTo(source?.body, world);
  const found = parse(rest) as unknown;
  const body = masked(found, source?.normalized, known);
  // comments and all, where there is nothing to hide
  const restore = isDeepStrictEqual(body, found) && variablesIn(source?.body).length === 0 ? { restore: rest } : {};
  const common = (kind: Live['kind'], id: string): Omit<Live, 'body' | 'version'> => {
    const sum = mark?.sums[keyOf({ kind, id })];
    const isOurs = mark !== undefined && owner === undefined && sum !== undefined;
    return {
      ...{ kind, id, path: kind === 'alertmanager/config' ? 'alertmanager.yml' : fileOf(id) },
      mark: isOurs ? 'ours' : owner ? 'other' : 'unmarked',
      ...(owner ? { owner, marks: mark } : {}),
      ...(isOurs ? { applied: { sum, touched } } : {}),
    };
  };
  const config = common('alertmanager/config', source?.id ?? 'alertmanager');
  const isStale = !touched && JSON.stringify(body).includes(', another value>');
  return [
    {
      ...config,
      ...(isStale && config.applied ? { applied: { sum: 'with another secret', touched } } : {}),
      ...{ body, ...restore, version: sha256(JSON.stringify(body)) },
    },
    ...Object.entries(templates).map(([file, text]) => ({
      ...common('alertmanager/template', file.replace(/\.tmpl$/, '')),
      ...{ body: text, version: sha256(text) },
    })),
  ];
}

function split(text: string): { readonly mark: Mark | undefined; readonly rest: string } {
  const [first = '', ...rest] = text.split('\n');
  if (!first.startsWith(markStart)) return { mark: undefined, rest: text };
  try {
    return { mark: JSON.parse(first.slice(markStart.length)) as Mark, rest: rest.join('\n') };
  } catch {
    return { mark: undefined, rest: text };
  }
}

function isOwn({ project, environment }: Mark, world: World): boolean {
  return project === world.project && environment === world.environment;
}

/** A text is put back as it was. */
function textOf(body: unknown): string {
  return typeof body === 'string' ? body : yaml(body);
}

function keyOf({ kind, id }: { readonly kind: string; readonly id: string }): string {
  return `${kind} ${id}`;
}

export function fileOf(template: string): string {
  return `${template}.tmpl`;
}
