import { execFile } from 'node:child_process';
import type { Proof } from '../../types/target.js';
import type { World } from '../world.js';

/** Runs a checking tool over files. One that is not installed is said to be missing, never taken for a yes. */
export function checkedBy(options: {
  readonly name: 'promtool' | 'amtool';
  /** The one that the target names. */
  readonly stated: string | undefined;
  /** Of the server. */
  readonly version: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly target: string;
  readonly world: World;
}): Promise<Proof> {
  const { name, stated, version, cwd, target } = options;
  const what = `checked by ${name}`;
  const found = stated === undefined ? options.world.findTool(name, version) : undefined;
  const tool = stated ?? found?.file;
  if (tool === undefined) {
    const detail = `not checked: there is no ${name}; install it, name it in \`check\` of the target, or say check: false`;
    return Promise.resolve({ target, what, ok: null, detail });
  }
  const isOther = found !== undefined && found.version !== version && !found.version.startsWith(`${version}.`);
  const by = isOther ? ` (by ${name} ${found.version}, for a server of ${version})` : '';
  return new Promise((done) => {
    execFile(tool, [...options.args], { cwd, maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (!error) return done({ target, what, ok: true, detail: `accepted before it was written${by}` });
      if (error.code === 'ENOENT') return done({ target, what, ok: false, detail: `there is no ${tool}` });
      done({ target, what, ok: false, detail: `${reason(`${stderr}\n${stdout}`, cwd)}${by}` });
    });
  });
}

/** Without what was fine, and without the temporary folder. */
function reason(output: string, cwd: string): string {
  const lines = output
    .replaceAll(`${cwd}/`, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(Checking|Found:?|SUCCESS)\b|^- /.test(line));
  return lines.slice(0, 20).join('\n');
}
