import { execFile } from 'node:child_process';
import type { Proof } from '../../types.js';

/** Runs a checking tool over files. One that is not installed is said to be missing, never taken for a yes. */
export function checkedBy(
  tool: string,
  args: readonly string[],
  { cwd, target, isAsked }: { readonly cwd: string; readonly target: string; readonly isAsked: boolean },
): Promise<Proof> {
  const what = `checked by ${tool.split('/').at(-1)}`;
  return new Promise((done) => {
    execFile(tool, [...args], { cwd, maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (!error) return done({ target, what, ok: true, detail: 'accepted before it was written' });
      if (error.code === 'ENOENT')
        return done({ target, what, ok: !isAsked, detail: `not checked: there is no ${tool}` });
      done({ target, what, ok: false, detail: reason(`${stderr}\n${stdout}`, cwd) });
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
