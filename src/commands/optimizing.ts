import { setFlagsFromString } from 'node:v8';

/**
 * From here on V8 optimizes soon, as it does by itself. For all that is short, bin/load.js has put that off on Node 20,
 * and does so again when it loads the next bundle.
 */
export function optimizeSoon(): void {
  if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=132000');
}
