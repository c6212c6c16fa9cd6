import type { Diagnostic } from '../types.js';

/** A server of another version than the files were made for may refuse them, or read them otherwise. */
export function versionDiffers(options: {
  readonly url: string;
  readonly system: string;
  readonly stated: string;
  readonly found: unknown;
}): readonly Diagnostic[] {
  const { url, system, stated, found } = options;
  if (typeof found !== 'string' || !/^\d+\.\d+/.test(found)) return [];
  if (found === stated || found.startsWith(`${stated}.`)) return [];
  return [
    {
      code: 'target/version',
      severity: 'warning',
      message: `${url} is ${system} ${found}, and the files are made for ${stated}`,
      help: 'state its version in `versions` of the environment',
    },
  ];
}
