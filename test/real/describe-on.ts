import { format } from 'node:util';
import { describe, it } from 'vitest';
import { type Generation, isThere } from './servers.js';

type Arguments<One> = One extends readonly unknown[] ? One : [One];

/** As `describe.each`, of servers of several generations: those that are not there are skipped, each by its name. */
export function describeOn<One extends Generation | readonly [Generation, string]>(
  all: readonly One[],
  title: string,
  tell: (...args: Arguments<One>) => void,
): void {
  for (const one of all) {
    const [generation, version] = typeof one === 'string' ? [one] : one;
    const name = version === undefined ? format(title, generation) : format(title, generation, version);
    // what is skipped must not be told of: it may read what is not there
    if (isThere(generation as Generation)) describe(name, () => tell(...([one].flat() as never)));
    else it.skip(name);
  }
}
