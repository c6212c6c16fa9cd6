import type { CollectorTarget } from '../../define/targets.js';
import type { Target } from '../../types/target.js';
import { folderTarget } from '../folder/folder-target.js';
import { partOf } from '../folder/part.js';
import { reloadBy } from '../folder/reload.js';
import type { World } from '../world.js';

/** Configuration of an OpenTelemetry Collector and the environments of the services that send to it. */
export function collectorTarget(config: CollectorTarget, world: World): Target {
  const { reload, name = 'collector' } = config;
  return folderTarget({
    ...{ name, wave: config.wave ?? 1, access: config, world },
    select: (resources) => partOf('otel', resources),
    server: reload ? { reload: () => reloadBy(reload, name, world) } : {},
  });
}
