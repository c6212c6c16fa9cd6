import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Commands } from '../../define/targets.js';
import { UserError } from '../../errors.js';
import { allOf, pathsOf, writeWhole } from './local-place.js';
import { corner } from './manifest.js';
import type { Place, Staged } from './place.js';

/** A folder of another machine: `read` and `stage` carry copies, `swap` and `restore` run scripts that lie beside them. */
export function commandPlace(commands: Commands, name: string, variables: Variables): Place {
  const folders: string[] = [];
  const forget = () => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  };
  const temporary = () => {
    // an interruption does not wait for `close`, and there may be secrets in it
    if (folders.length === 0) process.once('exit', forget);
    const folder = mkdtempSync(join(tmpdir(), 'obsctl-'));
    folders.push(folder);
    return folder;
  };
  const run = (step: keyof Commands, folder = '') => execute(commands[step], { step, name, folder, variables });
  return {
    fetch: async () => {
      const folder = temporary();
      await run('read', folder);
      return folder;
    },
    stage: async (staged) => {
      const folder = temporary();
      for (const file of allOf(staged)) writeWhole(folder, file);
      writeWhole(folder, { path: 'swap.sh', text: swapScript(staged), mode: 0o600 });
      writeWhole(folder, { path: 'restore.sh', text: restoreScript(staged), mode: 0o600 });
      await run('stage', folder);
      // there may be secrets in it
      rmSync(folder, { recursive: true, force: true });
    },
    swap: () => run('swap'),
    restore: () => run('restore'),
    close: forget,
  };
}

const start = `# written by obsctl; runs on the server, in the folder it reads
set -eu
cd "$(dirname "$0")/../.."
`;

function swapScript({ files, remove, manifest }: Staged): string {
  return `${start}rm -rf ${corner}/previous
mkdir -p ${corner}/previous
keep() {
  [ -e "$1" ] || return 0
  mkdir -p "${corner}/previous/$(dirname "$1")"
  ln "$1" "${corner}/previous/$1" 2>/dev/null || cp -p "$1" "${corner}/previous/$1"
}
put() {
  mkdir -p "$(dirname "$2")"
  if [ -e "$2" ]; then like=$2; else like=$(dirname "$2"); fi
  chown "$(stat -c %u:%g "$like")" "$1" 2>/dev/null || true
  mv -f "$1" "$2"
}
${pathsOf({ files, remove, manifest })
  .map((path) => `keep ${quoted(path)}\n`)
  .join('')}trap 'sh ${corner}/staged/restore.sh' EXIT
${files.map(({ path }) => `put ${quoted(`${corner}/staged/${path}`)} ${quoted(path)}\n`).join('')}${remove
  .map((path) => `rm -f ${quoted(path)}\n`)
  .join('')}put ${corner}/staged/manifest.json ${quoted(manifest.path)}
trap - EXIT
`;
}

function restoreScript(staged: Staged): string {
  return `${start}back() {
  if [ -e "${corner}/previous/$1" ]; then mv -f "${corner}/previous/$1" "$1"; else rm -f "$1"; fi
}
${pathsOf(staged)
  .map((path) => `back ${quoted(path)}\n`)
  .join('')}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

type Variables = Readonly<Record<string, string | undefined>>;

interface Execution {
  readonly step: string;
  /** The target's name. */
  readonly name: string;
  readonly folder?: string;
  readonly variables: Variables;
}

/**
 * Runs a command of the user's in a shell. Its output is shown where it fails. What changes the server is not ended by
 * the key that interrupts obsctl, which a terminal tells all its processes.
 */
export function execute(command: string, { step, name, folder, variables }: Execution): Promise<void> {
  const env = { ...variables, OBSCTL_FOLDER: folder ?? '', OBSCTL_TARGET: name };
  return new Promise((done, fail) => {
    const deaf = step === 'read' || step === 'stage' ? '' : "trap '' INT\n";
    execFile('/bin/sh', ['-c', `${deaf}${command}`], { env, maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (!error) return done();
      const said = `${stderr}${stdout}`.trim().slice(-2_000);
      fail(
        new UserError(`the command \`${step}\` of the target ${name} failed${said ? `: ${said}` : ''}`, {
          code: 'target/command-failed',
          help: `it was: ${command}`,
          exitCode: 3,
          cause: error,
        }),
      );
    });
  });
}
