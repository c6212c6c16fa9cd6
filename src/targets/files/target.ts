import type { FilesTarget } from '../../define/targets.js';
import type { Target } from '../../types/target.js';
import { folderTarget } from '../folder/folder-target.js';
import { reloadBy } from '../folder/reload.js';
import type { World } from '../world.js';

/** A folder as `obsctl build` makes it, or parts of it, for servers that look into it by themselves. */
export function filesTarget(config: FilesTarget, world: World): Target {
  const { reload, name = 'files', parts } = config;
  const isAsked = (path: string) => !parts || parts.some((part) => path.startsWith(`${part}/`));
  return folderTarget({
    ...{ name, wave: config.wave ?? 1, access: config, world },
    select: (resources) => resources.filter(({ path }) => isAsked(path)),
    server: reload ? { reload: () => reloadBy(reload, name, world) } : {},
  });
}
