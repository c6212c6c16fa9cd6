import { dirname, resolve } from 'node:path';
import { checks } from '../../checks/all.js';
import { everything } from '../../checks/model/everything.js';
import type { Known } from '../../checks/model/known.js';
import { runChecks } from '../../checks/run.js';
import { UserError } from '../../errors.js';
import { readSubjects } from '../../read/read.js';
import { replaceFile } from '../../targets/files/replace-file.js';
import type { Report } from '../../types.js';
import { type ForeignFile, readForeign } from '../foreign-files.js';
import type { ValidateOptions } from '../validate.js';
import { type Accepted, besideIn, builtFolders, loadedTogether, withExceptions } from './accepted-in-build.js';
import { inOrder } from './in-order.js';
import { mend } from './mend.js';

/** What was checked, and what was found. */
export interface Checked extends Pick<Report, 'root' | 'diagnostics' | 'fixed' | 'fixable' | 'skipped'> {
  readonly checked: string;
  /** Whether a file that was named could not be checked. */
  readonly isIncomplete?: boolean;
}

/** Checks files, wherever they come from. What cannot be read is reported beside the findings in the others. */
export async function checkFiles({
  cwd,
  files: named,
  progress,
  fix = false,
  check = false,
  target = [],
}: ValidateOptions): Promise<Checked> {
  const versions = versionsOf(target);
  const { files: read, skipped, broken, isIncomplete } = readForeign(cwd, named, progress);
  progress?.('checking');
  const built = builtFolders(cwd, [...named, ...read.map(({ file }) => dirname(file))]);
  const accepted: Accepted =
    built.size > 0
      ? await withExceptions(cwd, [...read, ...besideIn(cwd, built, read)], built)
      : { files: read, asked: new Set(), notes: [] };
  const { asked, notes } = accepted;
  const files = accepted.files.slice(0, read.length);
  const beside = accepted.files.slice(read.length);
  const known: Known = { ...versions, asked };
  const unnamed = new Set(beside.map(({ file }) => file));
  const findings = (changed: readonly ForeignFile[]) => {
    const all = loadedTogether(cwd, [...changed, ...beside], built).flatMap((together) => {
      const subjects = together.files.flatMap((one) => one.subjects);
      return runChecks(everything(subjects, known), together.isOneOfSeveral ? withinOneEnvironment : checks);
    });
    return unnamed.size === 0 ? all : all.filter(({ origin }) => !unnamed.has(origin?.file ?? ''));
  };
  const found = [...notes, ...findings(files)];
  const checked = number(files.length + broken.length, 'file');
  const about = { checked, isIncomplete, ...(skipped.length > 0 ? { skipped } : {}) };
  if (!fix || isIncomplete) return { diagnostics: [...broken, ...found], ...about };
  const texts = new Map(files.map(({ file, text }) => [file, text]));
  const mended = mend(texts, found, (changed) =>
    findings([...changed].map(([file, text]) => ({ file, text, subjects: readSubjects(file, text) }))),
  );
  const fixed = inOrder(mended.fixed);
  if (check) return { diagnostics: [...broken, ...found], fixable: fixed, ...about };
  for (const [file, text] of mended.texts) {
    if (text !== texts.get(file)) replaceFile(resolve(cwd, file), text);
  }
  return { diagnostics: [...broken, ...mended.left], fixed, ...about };
}

/** Checks that can tell from one environment that something is wrong. */
const withinOneEnvironment = checks.filter(({ everywhere }) => !everywhere);

function versionsOf(target: readonly string[]): Known {
  const named = target.map((one) => {
    const [, product, version] = /^(prometheus|alertmanager)=(\d+\.\d+)$/.exec(one) ?? [];
    if (product && version) return [product, version] as const;
    throw new UserError(`--target ${one} names no version of a server`, {
      help: 'write prometheus=2.53 or alertmanager=0.28',
    });
  });
  return Object.fromEntries(named);
}

export function number(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
