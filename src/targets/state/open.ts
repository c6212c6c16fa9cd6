import { resolve } from 'node:path';
import type { StateConfig } from '../../define/targets.js';
import { folderStore } from './folder-store.js';
import { gitStore } from './git-store.js';
import { type Memory, memoryOf } from './memory.js';

/** What an environment remembers, or undefined where the configuration names no place for it. */
export function openMemory(
  config: StateConfig | undefined,
  options: {
    readonly environment: string;
    readonly root: string;
    readonly by: string;
    readonly variables: Readonly<Record<string, string | undefined>>;
  },
): Memory | undefined {
  if (!config) return undefined;
  const { environment, root } = options;
  const store = config.state === 'git' ? gitStore({ ...options, ...config }) : folderStore(resolve(root, config.path));
  return memoryOf(store, environment);
}
