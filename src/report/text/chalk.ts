import { Chalk } from 'chalk';

export type Chalked = InstanceType<typeof Chalk>;

export function chalkFor(color: boolean): Chalked {
  return new Chalk({ level: color ? 1 : 0 });
}
