import { setFlagsFromString } from 'node:v8';

/**
 * Does what takes long with code that V8 optimizes soon. For all that is short, bin/load.js has put that off on Node 20;
 * it is put off again afterwards, as V8 takes cached code only with the flags with which that was saved.
 */
export function optimizingSoon<T>(work: () => T): T {
  if (!process.versions.v8.startsWith('11.')) return work();
  setFlagsFromString('--interrupt-budget=132000');
  try {
    return work();
  } finally {
    setFlagsFromString('--interrupt-budget=1000000');
  }
}
