import { execFile } from 'node:child_process';

/** The git revision of the definitions, marked where they are not as it has them; undefined without git. */
export async function revisionOf(
  root: string,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const git = (...args: string[]) =>
    new Promise<string | undefined>((done) => {
      execFile('git', ['-C', root, ...args], { env: variables }, (error, stdout) => done(error ? undefined : stdout));
    });
  const [head, changes] = await Promise.all([
    git('rev-parse', '--verify', '--quiet', 'HEAD'),
    git('status', '--porcelain', '--untracked-files=all', '--', '.'),
  ]);
  if (head === undefined) return undefined;
  return `${head.trim()}${changes === '' ? '' : '-dirty'}`;
}
