import { execFileSync } from 'node:child_process';
import { accessSync, constants, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where promtool or amtool may be. */
export interface Places {
  /** The one to use, whatever its version; stated by OBSCTL_PROMTOOL. */
  readonly stated?: string | undefined;
  /** The search path of commands. */
  readonly path?: string | undefined;
  /** The folder that scripts/real-servers.sh unpacks servers of several versions into. */
  readonly servers?: string | undefined;
  /** Of the processes. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

export interface Promtool {
  readonly file: string;
  /** As it says itself: `3.5.3`. */
  readonly version: string;
}

/** Every such tool of this machine; the stated one alone, where one is stated. */
export function findTools(name: 'promtool' | 'amtool', { stated, path = '', servers }: Places): readonly Promtool[] {
  const files = stated
    ? [stated]
    : [
        ...path
          .split(delimiter)
          .filter(Boolean)
          .map((folder) => join(folder, name)),
        ...unpacked(name, servers),
      ];
  return [...new Set(files)].filter(isExecutable).flatMap((file) => {
    const version = versionOf(file);
    return version ? [{ file, version }] : [];
  });
}

/** The one of the version wanted, `major.minor`; else the nearest. */
export function nearestTool(all: readonly Promtool[], wanted: string): Promtool | undefined {
  const distance = ({ version }: Promtool) => Math.abs(rank(version) - rank(wanted));
  return [...all].sort((a, b) => distance(a) - distance(b))[0];
}

export const isVersion = ({ version }: Promtool, wanted: string) =>
  version === wanted || version.startsWith(`${wanted}.`);

function rank(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major * 1000 + minor;
}

function unpacked(name: string, folder: string | undefined): readonly string[] {
  if (!folder) return [];
  try {
    return readdirSync(folder).map((set) => join(folder, set, 'usr', 'bin', name));
  } catch {
    return [];
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function versionOf(file: string): string | undefined {
  try {
    const output = execFileSync(file, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    return /version (\d+\.\d+\.\d+)/.exec(output)?.[1];
  } catch {
    return undefined;
  }
}
