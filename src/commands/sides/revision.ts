import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { isUserError, UserError } from '../../errors.js';
import { configFile } from '../../load/config-file.js';
import type { Diagnostic } from '../../types.js';
import { type SourceSides, sourceSides } from './source.js';

/**
 * The definitions as they were in another revision, compiled by this obsctl with the modules that are installed now.
 * They are checked out to a temporary folder, which is gone afterwards, whatever happens.
 */
export function revisionSides(options: {
  readonly cwd: string;
  readonly base: string;
  readonly config?: string | undefined;
  readonly env?: readonly string[] | undefined;
  readonly progress?: ((step: string) => void) | undefined;
}): SourceSides {
  const { base } = options;
  const file = realpathSync(configFile({ cwd: options.cwd, file: options.config }));
  const top = topOf(dirname(file));
  const commit = commitOf(top, base);
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'obsctl-base-')));
  const tree = join(folder, 'tree');
  options.progress?.(`reading ${base}`);
  try {
    git(top, 'worktree', 'add', '--detach', '--quiet', tree, commit);
    const config = join(tree, relative(top, file));
    if (!existsSync(config)) {
      throw new UserError(`${base} has no ${relative(top, file)}`, {
        code: 'diff/base-without-project',
        help: 'there is nothing to compare with: take a later revision',
      });
    }
    linkModules(top, tree, dirname(file));
    const compiled = sourceSides({ ...options, cwd: dirname(config), config });
    // what is compiled lazily has to be read before the files are gone
    for (const side of compiled.sides) for (const resource of side.resources) void resource.text;
    return { ...compiled, sides: compiled.sides.map((side) => ({ ...side, name: nameOf(base) })) };
  } catch (error) {
    throw isUserError(error) ? doesNotCompile(error, base) : error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    tryGit(top, 'worktree', 'prune');
  }
}

/** A whole commit is too long to be read. */
function nameOf(base: string): string {
  return /^[0-9a-f]{40}$/.test(base) ? base.slice(0, 12) : base;
}

function topOf(folder: string): string {
  const top = tryGit(folder, 'rev-parse', '--show-toplevel');
  if (top !== undefined) return realpathSync(top);
  throw new UserError('--base compares with a revision of git, and this is no working copy of it', {
    code: 'diff/no-git',
    help: 'compare two folders instead: obsctl diff old new',
  });
}

function commitOf(top: string, base: string): string {
  const commit = tryGit(top, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${base}^{commit}`);
  if (commit !== undefined) return commit;
  const shallow = tryGit(top, 'rev-parse', '--is-shallow-repository') === 'true';
  if (shallow) {
    throw new UserError(`this is a shallow clone, and ${base} is not in it`, {
      code: 'diff/shallow-clone',
      help: 'fetch it: git fetch --unshallow; in a workflow of GitHub give actions/checkout fetch-depth: 0',
    });
  }
  throw new UserError(`git knows no revision ${base}`, {
    code: 'diff/unknown-revision',
    help: 'fetch it, or name a branch, a tag or a commit',
  });
}

/** Definitions import packages: those of the working copy, wherever they lie between it and the project. */
function linkModules(top: string, tree: string, root: string): void {
  for (let folder = root; ; folder = dirname(folder)) {
    const modules = join(folder, 'node_modules');
    const link = join(tree, relative(top, modules));
    if (existsSync(modules) && !existsSync(link)) symlinkSync(modules, link, 'junction');
    if (folder === top || folder === dirname(folder)) return;
  }
}

function doesNotCompile(error: UserError, base: string): UserError {
  if (/^diff\//.test(error.code)) return error;
  const [first, ...others] = error.diagnostics.map((one) => inRevision(one, base));
  const code = 'diff/base-does-not-compile';
  const message = `the definitions of ${base} do not compile: ${first?.message ?? error.message}`;
  const help =
    'they are compiled by this obsctl with the modules that are installed now; compare with a revision for which ' +
    'that works, or build both and compare the folders: obsctl diff old/build new/build';
  const diagnostics = [{ ...first, code, severity: 'error' as const, message, help }, ...others];
  return new UserError(message, { code, help, diagnostics, cause: error });
}

/** Its place is in a file of that revision, which is not what the file is now. */
function inRevision(diagnostic: Diagnostic, base: string): Diagnostic {
  const { origin } = diagnostic;
  return origin ? { ...diagnostic, origin: { ...origin, file: `${base}:${origin.file}` } } : diagnostic;
}

function git(cwd: string, ...args: readonly string[]): string {
  try {
    return execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  } catch (error) {
    const { stderr = '', code } = error as { readonly stderr?: string; readonly code?: string };
    throw new UserError(`git ${args[0]} failed: ${stderr.trim() || code || 'for no stated reason'}`, {
      code: 'diff/git-failed',
      help: 'run it by hand to see more',
      cause: error,
    });
  }
}

function tryGit(cwd: string, ...args: readonly string[]): string | undefined {
  try {
    return git(cwd, ...args);
  } catch {
    return undefined;
  }
}
