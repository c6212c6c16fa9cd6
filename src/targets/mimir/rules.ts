import { parse } from 'yaml';
import type { Live, Wanted, Write } from '../../types/target.js';
import { type Client, refusal } from '../client.js';
import { yaml } from '../files/yaml.js';
import { sha256 } from '../sha256.js';

/** Where Mimir, Cortex and Loki have their rule groups. */
const prefixes = ['/prometheus/config/v1/rules', '/api/v1/rules', '/loki/api/v1/rules'];

export interface RuleGroups {
  /** Everything in our namespace: the namespace is the mark. */
  readonly read: (wanted: readonly Wanted[]) => Promise<readonly Live[]>;
  readonly write: (write: Write) => Promise<void>;
}

/** The rule groups of a namespace; group by group, because a namespace cannot be written as a whole. */
export function ruleGroups(
  client: Client,
  {
    url,
    namespace,
    prefix,
    tenant,
  }: {
    readonly url: string;
    readonly namespace: string;
    readonly prefix?: string;
    readonly tenant: Readonly<Record<string, string>>;
  },
): RuleGroups {
  let found: Promise<string> | undefined = prefix === undefined ? undefined : Promise.resolve(prefix);
  const at = async (group?: string) => {
    found ??= findPrefix(client, url, tenant);
    const own = `${await found}/${encodeURIComponent(namespace)}`;
    return group === undefined ? own : `${own}/${encodeURIComponent(group)}`;
  };
  return {
    read: async (wanted) => {
      const answer = await client.ask(await at(), { headers: { ...tenant, accept: 'application/yaml' } });
      if (answer.status === 404) return [];
      if (!answer.ok) throw refusal(url, 'for its rules', answer);
      const groups =
        (parse(answer.text) as Record<string, readonly { readonly name: string }[]> | null)?.[namespace] ?? [];
      return groups.map((group): Live => {
        const body = { groups: [group] };
        const resource = wanted.find(({ kind, id }) => kind === 'prometheus/rules' && id === group.name);
        const path = resource?.path ?? `${namespace}/${group.name}`;
        return {
          kind: 'prometheus/rules',
          id: group.name,
          path,
          body,
          version: sha256(JSON.stringify(group)),
          mark: 'ours',
        };
      });
    },
    write: async ({ op, change, resource }) => {
      const path = await at(op === 'delete' ? change.id : undefined);
      if (op === 'delete') {
        const answer = await client.ask(path, { method: 'DELETE', headers: tenant });
        if (!answer.ok && answer.status !== 404) throw refusal(url, `to delete ${change.id}`, answer);
        return;
      }
      const { groups: [group] = [] } = (resource?.normalized ?? {}) as { readonly groups?: readonly unknown[] };
      const headers = { ...tenant, 'content-type': 'application/yaml' };
      // it replaces the group as a whole: to send it twice is to send it once
      const answer = await client.ask(path, { method: 'POST', body: yaml(group), headers, repeatable: true });
      if (!answer.ok) throw refusal(url, `to write ${change.id}`, answer);
    },
  };
}

async function findPrefix(client: Client, url: string, tenant: Readonly<Record<string, string>>): Promise<string> {
  for (const prefix of prefixes) {
    const answer = await client.ask(prefix, { headers: { ...tenant, accept: 'application/yaml' } });
    if (answer.status === 401 || answer.status === 403) throw refusal(url, 'for its rules', answer);
    if (answer.ok || answer.text.includes('no rule groups')) return prefix;
  }
  throw refusal(url, `for rules at ${prefixes.join(', ')}`, await client.ask(prefixes[0] ?? '', { headers: tenant }));
}
