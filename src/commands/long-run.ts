import { setFlagsFromString } from 'node:v8';

const flags = ['--interrupt-budget=132000', '--semi-space-growth-factor=2', '--parallel-scavenge'];

/**
 * From here on V8 makes room for many new objects and collects them with several threads, as it does by itself, and
 * optimizes soon, half as soon as by itself, which takes a little less. For all that is short, bin/load.js has turned
 * that down on Node 20, and does so again with the next bundle.
 */
export function runLong(): void {
  if (!process.versions.v8.startsWith('11.')) return;
  for (const flag of flags) setFlagsFromString(flag);
}
