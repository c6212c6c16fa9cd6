import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AlertmanagerTarget } from '../../define/targets.js';
import { UserError } from '../../errors.js';
import type { Proof, Target } from '../../types/target.js';
import { type Client, refusal } from '../client.js';
import { checkedBy } from '../folder/check.js';
import { folderTarget } from '../folder/folder-target.js';
import { partOf } from '../folder/part.js';
import { metric, reloadAndSee } from '../folder/reload.js';
import { versionDiffers } from '../version.js';
import type { World } from '../world.js';

/** Configuration and templates in the folder of an Alertmanager, which reloads them and says which it runs. */
export function alertmanagerTarget(config: AlertmanagerTarget, client: Client, world: World): Target {
  const { url, name = 'alertmanager' } = config;
  const reload = config.reload ?? 'http';
  return folderTarget({
    ...{ name, wave: config.wave ?? 1, access: config, world },
    select: (resources) => partOf('alertmanager', resources),
    server: {
      look: async () => {
        const answer = await client.ask('/api/v2/status');
        if (!answer.ok) throw refusal(url, 'for its version', answer);
        const { versionInfo } = (answer.json ?? {}) as { versionInfo?: { version?: string } };
        if (!versionInfo) throw new UserError(`${url} is no Alertmanager`, { code: 'target/no-such', exitCode: 3 });
        const stated = world.versions.alertmanager;
        return versionDiffers({ url, system: 'Alertmanager', stated, found: versionInfo.version });
      },
      check: async (cwd) => {
        const { check: tool } = config;
        if (tool === false || !existsSync(join(cwd, 'alertmanager.yml'))) return undefined;
        const args = ['check-config', 'alertmanager.yml'];
        const version = world.versions.alertmanager;
        return checkedBy({ name: 'amtool', stated: tool, version, args, cwd, target: name, world });
      },
      reload: (waiting) =>
        reloadAndSee({
          waiting,
          ...{ reload, client, url, name, world },
          prefix: 'alertmanager_config',
          needs: 'name its `reload`: a pidFile or a command',
        }),
      prove: async (_, folder) => {
        const success = await metric(client, url, 'alertmanager_config_last_reload_successful');
        const hash = await metric(client, url, 'alertmanager_config_hash');
        const same = hash === hashOf(join(folder, 'alertmanager.yml'));
        const proofs: readonly Proof[] = [
          {
            target: name,
            what: 'reloaded',
            ok: success === 1,
            detail: success === 1 ? 'its last reload was a success' : 'its last reload failed',
          },
          {
            target: name,
            what: 'configuration hash',
            ok: same,
            detail: same ? 'it runs exactly the file that was written' : 'it runs another file than the one written',
          },
        ];
        return proofs;
      },
      close: client.close,
    },
  });
}

/** As Alertmanager computes it: the first six bytes of the file's MD5 as a number, the lowest first. */
function hashOf(file: string): number | undefined {
  if (!existsSync(file)) return undefined;
  return createHash('md5').update(readFileSync(file)).digest().readUIntLE(0, 6);
}
