import { parse } from 'yaml';
import type { BlackboxTarget } from '../../define/targets.js';
import type { Proof, Target } from '../../types/target.js';
import { type Client, refusal } from '../client.js';
import { folderTarget } from '../folder/folder-target.js';
import { partOf } from '../folder/part.js';
import { reloadAndSee } from '../folder/reload.js';
import type { World } from '../world.js';

/** The modules of a blackbox exporter, which reloads them and shows those it has. */
export function blackboxTarget(config: BlackboxTarget, client: Client, world: World): Target {
  const { url, name = 'blackbox' } = config;
  return folderTarget({
    ...{ name, wave: config.wave ?? 1, access: config, world },
    select: (resources) => partOf('blackbox', resources),
    server: {
      look: async () => {
        const answer = await client.ask('/-/healthy');
        if (!answer.ok) throw refusal(url, 'whether it is healthy', answer);
        return [];
      },
      reload: (waiting) =>
        reloadAndSee({
          waiting,
          ...{ reload: config.reload ?? 'http', client, url, name, world },
          prefix: 'blackbox_exporter_config',
          needs: 'name its `reload`: a pidFile or a command',
        }),
      prove: async (wanted) => {
        const answer = await client.ask('/config', { headers: { accept: 'text/plain' } });
        if (!answer.ok) throw refusal(url, 'for its modules', answer);
        const running = Object.keys((parse(answer.text) as { modules?: object }).modules ?? {});
        const modules = wanted.flatMap(({ kind, normalized }) =>
          kind === 'blackbox/config' ? Object.keys((normalized as { modules: object }).modules) : [],
        );
        const missing = modules.filter((module) => !running.includes(module));
        const proof: Proof = {
          target: name,
          what: 'modules loaded',
          ok: missing.length === 0,
          detail: missing.length === 0 ? `${modules.length} modules` : `missing: ${missing.join(', ')}`,
        };
        return [proof];
      },
      close: client.close,
    },
  });
}
