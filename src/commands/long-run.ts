import { setFlagsFromString } from 'node:v8';

/**
 * From here on V8 optimizes soon and makes room for many new objects, as it does by itself. For all that is short,
 * bin/load.js has put that off on Node 20, and does so again when it loads the next bundle.
 */
export function runLong(): void {
  if (!process.versions.v8.startsWith('11.')) return;
  for (const flag of ['--interrupt-budget=132000', '--semi-space-growth-factor=2']) setFlagsFromString(flag);
}
