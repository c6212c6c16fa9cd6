import type { TargetConfig } from '../define/targets.js';
import { UserError } from '../errors.js';
import type { Target } from '../types.js';
import type { World } from './world.js';

type Opener = (config: TargetConfig, world: World) => Promise<Target>;

/** One folder, one system: what a target is made of is loaded when an environment has one. */
const openers: Readonly<Partial<Record<TargetConfig['system'], Opener>>> = {};

export function openTarget(config: TargetConfig, world: World): Promise<Target> {
  const opener = openers[config.system];
  if (opener) return opener(config, world);
  throw new UserError(`targets of the system ${config.system} are not there yet`, {
    code: 'target/unknown-system',
    help: 'leave it out of `targets` and write its files with obsctl build',
  });
}
