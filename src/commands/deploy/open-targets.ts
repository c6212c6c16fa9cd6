import { join } from 'node:path';
import type { TargetConfig } from '../../define/targets.js';
import { isUserError, UserError } from '../../errors.js';
import { placeInConfig } from '../../load/config-place.js';
import type { Project } from '../../load/project.js';

/**
 * Opens each target of an environment. What is missing for one is said with its name, and where it is asked for.
 * @param without what stands for a target that something is missing for; default: none is opened then
 */
export function openEach<T>(
  { root, configFile }: Pick<Project, 'root' | 'configFile'>,
  { name, targets }: { readonly name: string; readonly targets: readonly TargetConfig[] },
  open: (config: TargetConfig) => Promise<T>,
  without?: (config: TargetConfig, missing: UserError, what: string) => T,
): Promise<T[]> {
  return Promise.all(
    targets.map(async (config, index) => {
      try {
        return await open(config);
      } catch (error) {
        if (!isUserError(error) || error.path === undefined) throw error;
        const { message, code, help, exitCode, cause, path } = error;
        const origin = placeInConfig(root, join(root, configFile), ['environments', name, 'targets', index, ...path]);
        const called = config.name ?? config.system;
        const details = { code, help, exitCode, cause, origin };
        const missing = new UserError(`${name}, target ${called}: ${message}`, details);
        if (without) return without(config, missing, message);
        throw missing;
      }
    }),
  );
}
