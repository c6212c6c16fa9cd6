import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../errors.js';
import type { Diagnostic } from '../../types.js';
import type { Files, Store } from './store.js';

/** How often a push that lost a race is made anew on top of the winner's. */
const attempts = 8;

interface GitOptions {
  readonly root: string;
  readonly branch: string;
  readonly remote: string;
  /** Who commits. */
  readonly by: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/**
 * A branch of the repository, beside its history: no file of it is ever checked out. Pushes are fast-forwards only, so
 * two that write at once cannot both win.
 */
export function gitStore(options: GitOptions): Store {
  const { root, branch, remote, by } = options;
  const git = (args: readonly string[], more: { readonly input?: string; readonly index?: string } = {}) =>
    runGit(args, { ...more, root, variables: { ...options.variables, ...identity(by) } });
  let isRemote: boolean | undefined;
  const local = `refs/obsctl/${remote}/${branch}`;

  const hasRemote = async (): Promise<boolean> => {
    if (isRemote !== undefined) return isRemote;
    const { code, output } = await git(['remote']);
    if (code !== 0) throw noRepository(root, output);
    isRemote = output.split('\n').includes(remote);
    return isRemote;
  };

  /** The branch as it is now; undefined before its first commit. */
  const head = async (): Promise<string | undefined> => {
    if (!(await hasRemote())) return shaOf(`refs/heads/${branch}`);
    const fetch = () => git(['fetch', '--quiet', '--no-tags', remote, `+refs/heads/${branch}:${local}`]);
    let fetched = await fetch();
    // another fetch in this clone has moved the same reference meanwhile: ours has only to be made anew
    for (let attempt = 1; attempt < attempts && /cannot lock ref/.test(fetched.output); attempt += 1) {
      fetched = await fetch();
    }
    if (fetched.code === 0) return shaOf(local);
    const listed = await git(['ls-remote', '--exit-code', remote, `refs/heads/${branch}`]);
    // 2: the remote answers, and has no such branch
    if (listed.code === 2) return undefined;
    throw failed(`the branch ${branch} of ${remote} cannot be fetched`, fetched.output);
  };
  const shaOf = async (ref: string) => {
    const { code, output } = await git(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
    return code === 0 ? output.trim() : undefined;
  };
  const show = async (commit: string, path: string) => {
    const { code, output } = await git(['cat-file', 'blob', `${commit}:${path}`]);
    return code === 0 ? output : undefined;
  };

  /** False where somebody else was faster. */
  const commit = async (parent: string | undefined, files: Files, message: string): Promise<boolean> => {
    const folder = mkdtempSync(join(tmpdir(), 'obsctl-'));
    const index = join(folder, 'index');
    try {
      if (parent) await must(git(['read-tree', parent], { index }), 'read-tree');
      for (const [path, text] of Object.entries(files)) {
        if (text === undefined) {
          await must(git(['update-index', '--force-remove', path], { index }), 'update-index');
          continue;
        }
        const blob = (await must(git(['hash-object', '-w', '--stdin'], { input: text }), 'hash-object')).trim();
        const entry = `100644,${blob},${path}`;
        await must(git(['update-index', '--add', '--cacheinfo', entry], { index }), 'update-index');
      }
      const tree = (await must(git(['write-tree'], { index }), 'write-tree')).trim();
      const parents = parent ? ['-p', parent] : [];
      const made = (await must(git(['commit-tree', tree, ...parents, '-m', message]), 'commit-tree')).trim();
      return isRemote ? pushed(made) : replaced(made, parent);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  const pushed = async (made: string) => {
    const { code, output } = await git(['push', '--quiet', '--porcelain', remote, `${made}:refs/heads/${branch}`]);
    if (code === 0) return true;
    if (/non-fast-forward|fetch first|cannot lock ref|reference already exists|failed to update ref/i.test(output))
      return false;
    throw failed(`the branch ${branch} cannot be pushed to ${remote}`, output);
  };
  const replaced = async (made: string, parent: string | undefined) => {
    const old = parent ?? '0'.repeat(made.length);
    return (await git(['update-ref', `refs/heads/${branch}`, made, old])).code === 0;
  };

  const write = async (files: Files, message: string, taken?: string): Promise<string | undefined> => {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const parent = await head();
      const held = taken !== undefined && parent ? await show(parent, taken) : undefined;
      if (held !== undefined) return held;
      if (await commit(parent, files, message)) return undefined;
    }
    throw failed(`the branch ${branch} moves faster than we can push to it`, '');
  };
  return {
    where: `the branch ${branch}`,
    notes: async () => ((await hasRemote()) ? [] : [onlyHere(branch, remote)]),
    read: async (path) => {
      const at = await head();
      return at && show(at, path);
    },
    list: async (path) => {
      const at = await head();
      if (!at) return [];
      const { code, output } = await git(['ls-tree', '--name-only', '-d', `${at}:${path}`]);
      return code === 0 ? output.split('\n').filter(Boolean).sort() : [];
    },
    write: async (files, message) => {
      await write(files, message);
    },
    take: (path, files, message) => write(files, message, path),
  };
}

function identity(by: string): Record<string, string> {
  const email = by.includes('@') ? by : `${by}@localhost`;
  return {
    ...{ GIT_AUTHOR_NAME: by, GIT_AUTHOR_EMAIL: email, GIT_COMMITTER_NAME: by, GIT_COMMITTER_EMAIL: email },
    // a question for a password would wait for ever
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  };
}

interface Ran {
  readonly code: number;
  readonly output: string;
}

function runGit(
  args: readonly string[],
  options: {
    readonly root: string;
    readonly variables: Readonly<Record<string, string | undefined>>;
    readonly input?: string;
    readonly index?: string;
  },
): Promise<Ran> {
  const { root, variables, input, index } = options;
  const env = { ...variables, ...(index ? { GIT_INDEX_FILE: index } : {}) };
  return new Promise((done, fail) => {
    const child = execFile(
      'git',
      ['-C', root, ...args],
      { env, maxBuffer: 256 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const { code } = (error ?? {}) as { code?: number | string };
        if (code === 'ENOENT') return fail(failed('the state is a branch, and there is no git', ''));
        if (!error) return done({ code: 0, output: stdout });
        done({ code: typeof code === 'number' ? code : 1, output: `${stderr}${stdout}` });
      },
    );
    // it may have ended before it read anything, which its exit code tells
    child.stdin?.on('error', () => {});
    child.stdin?.end(input ?? '');
  });
}

async function must(ran: Promise<Ran>, what: string): Promise<string> {
  const { code, output } = await ran;
  if (code === 0) return output;
  throw failed(`git ${what} failed`, output);
}

function noRepository(root: string, output: string): UserError {
  const said = output.trim().split('\n')[0];
  return new UserError(`the state is a branch of git, and ${root} cannot be used as a repository: ${said}`, {
    code: 'state/no-repository',
    help: "run git init there, or keep the state elsewhere: state: state.folder('/shared/folder')",
    exitCode: 3,
  });
}

function onlyHere(branch: string, remote: string): Diagnostic {
  return {
    code: 'state/only-here',
    severity: 'warning',
    message: `the state is the branch ${branch} of this clone alone, because there is no remote ${remote}: other machines do not see it`,
    help: `git remote add ${remote} URL, or name another one: state.git('${branch}', { remote: … })`,
  };
}

function failed(message: string, output: string): UserError {
  const said = output.trim().slice(-1_000);
  return new UserError(said ? `${message}: ${said}` : message, {
    code: 'state/unusable',
    help: 'the branch holds what was applied last: obsctl has to be able to fetch and to push it',
    exitCode: 3,
  });
}
