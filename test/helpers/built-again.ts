import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { filesBelow } from './files.js';
import { obsctl, type Run, type Tree, temporaryProject, write } from './project.js';

/** The project, with an environment `test` like its `prod`. */
export function inTwoEnvironments(tree: Tree): Tree {
  const config = tree['obsctl.config.ts'] ?? '';
  return { ...tree, 'obsctl.config.ts': config.replace(/prod: (\{[^}]*\},\n\s*\},)/, 'prod: $1 test: $1') };
}

/** The project, built once. */
export async function built(tree: Tree): Promise<string> {
  const root = temporaryProject(tree);
  expect(await obsctl(root, ['build'])).toMatchObject({ code: 0, stderr: '' });
  return root;
}

export const change = (root: string, file: string, what: string | RegExp, by: string) => {
  const text = readFileSync(join(root, file), 'utf8');
  const changed = text.replace(what, by);
  expect(changed).not.toBe(text);
  write(root, { [file]: changed });
};

/** What is said of a build of the same sources by one who remembers nothing, and what it makes. */
export async function whole(root: string, args: readonly string[] = []): Promise<Run & { readonly files: Tree }> {
  const parent = mkdtempSync(join(tmpdir(), 'obsctl-test-'));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  const copy = join(parent, 'project');
  cpSync(root, copy, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.obsctl') });
  const run = await obsctl(copy, ['build', ...args]);
  return { ...run, files: filesBelow(join(copy, 'build')) };
}

/** Builds the edited project as a user does, holds it against a build of the whole, and tells of which files it made. */
export async function builtAgain(root: string, args: readonly string[] = []): Promise<string> {
  const expected = await whole(root, args);
  const run = await obsctl(root, ['build', '--verbose', ...args]);
  const [, only] = /^writing what comes from (.*)\n$/.exec(run.stderr) ?? [];
  expect(filesBelow(join(root, 'build'))).toEqual(expected.files);
  expect({ code: run.code, stdout: run.stdout }).toEqual({ code: expected.code, stdout: expected.stdout });
  if (only === undefined) expect(run.stderr).toContain(expected.stderr);
  return only ?? 'all';
}
