import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PrometheusTarget } from '../../define/targets.js';
import { UserError } from '../../errors.js';
import type { Proof, Target } from '../../types/target.js';
import type { Kind } from '../../types.js';
import { type Client, refusal } from '../client.js';
import { checkedBy } from '../folder/check.js';
import { folderTarget } from '../folder/folder-target.js';
import { partOf } from '../folder/part.js';
import { metric, reloadAndSee } from '../folder/reload.js';
import { versionDiffers } from '../version.js';
import type { World } from '../world.js';
import { rulesProof } from './rules-proof.js';

/** What the server reads; flags are for whoever starts it, and tests for promtool. */
const kinds: ReadonlySet<Kind> = new Set(['prometheus/config', 'prometheus/rules', 'prometheus/scrape']);

/** Configuration, rules and scrape jobs in the folder of a Prometheus, which reloads them and says what it runs. */
export function prometheusTarget(config: PrometheusTarget, client: Client, world: World): Target {
  const { url, name = 'prometheus' } = config;
  const reload = config.reload ?? 'http';
  return folderTarget({
    ...{ name, wave: config.wave ?? 1, access: config, world },
    select: (resources) => partOf('prometheus', resources).filter(({ kind }) => kinds.has(kind)),
    server: {
      look: async () => {
        const answer = await client.ask('/api/v1/status/buildinfo');
        if (!answer.ok) throw refusal(url, 'for its version', answer);
        const { version } = (answer.json as { data?: { version?: string } } | undefined)?.data ?? {};
        if (version === undefined)
          throw new UserError(`${url} is no Prometheus`, { code: 'target/no-such', exitCode: 3 });
        return versionDiffers({ url, system: 'Prometheus', stated: world.versions.prometheus, found: version });
      },
      check: (folder) => check(config, name, folder, world),
      reload: (waiting) =>
        reloadAndSee({
          waiting,
          ...{ reload, client, url, name, world },
          prefix: 'prometheus_config',
          needs: 'start it with --web.enable-lifecycle, or name its `reload`: a pidFile or a command',
        }),
      prove: async (wanted) => {
        const success = await metric(client, url, 'prometheus_config_last_reload_successful');
        const reloaded: Proof = {
          target: name,
          what: 'reloaded',
          ok: success === 1,
          detail: success === 1 ? 'its last reload was a success' : 'its last reload failed',
        };
        return [reloaded, ...(await rulesProof({ client, url, name, wanted }))];
      },
      close: client.close,
    },
  });
}

async function check(config: PrometheusTarget, target: string, cwd: string, world: World): Promise<Proof | undefined> {
  const { check: tool, commands } = config;
  if (tool === false || !existsSync(join(cwd, 'prometheus.yml'))) return undefined;
  // files it refers to are on the other machine
  const args = ['check', 'config', ...(commands ? ['--syntax-only'] : []), 'prometheus.yml'];
  const version = world.versions.prometheus;
  return checkedBy({ name: 'promtool', stated: tool, version, args, cwd, target, world });
}
