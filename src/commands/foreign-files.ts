import { isAscii } from 'node:buffer';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isUserError, UserError } from '../errors.js';
import { readSubjects } from '../read/read.js';
import type { Diagnostic, Subject } from '../types.js';
import { runLong } from './long-run.js';

export interface ForeignFile {
  /** As it was named, or below the folder that was named. */
  readonly file: string;
  readonly text: string;
  readonly subjects: readonly Subject[];
}

export interface ForeignFiles {
  readonly files: readonly ForeignFile[];
  /** What stands in a folder and is nothing of ours, and why. */
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
  /** Of files that were named, or that would be something to check: why they cannot be read. */
  readonly broken: readonly Diagnostic[];
  /** Whether one of them was named itself. */
  readonly isIncomplete: boolean;
}

/**
 * Reads files, and of folders each JSON and YAML file below them, with the templates that lie beside a configuration of
 * Alertmanager. What was named has to be something that can be checked, and is reported if not; in folders other files are
 * left alone. Nothing at all to check is an error.
 */
export function readForeign(cwd: string, named: readonly string[], progress?: (step: string) => void): ForeignFiles {
  const files: ForeignFile[] = [];
  const skipped: { file: string; reason: string }[] = [];
  const broken: Diagnostic[] = [];
  let isIncomplete = false;
  for (const name of named) {
    if (!isFolder(resolve(cwd, name))) {
      progress?.(`reading ${name}`);
      try {
        files.push(read(cwd, name));
      } catch (error) {
        if (!isUserError(error)) throw error;
        broken.push(...error.diagnostics);
        isIncomplete = true;
      }
      continue;
    }
    const below: ForeignFile[] = [];
    for (const file of filesBelow(cwd, name, /\.(json|ya?ml)$/)) {
      progress?.(`reading ${file}`);
      try {
        below.push(read(cwd, file));
      } catch (error) {
        if (!isUserError(error) || !/^file\/(unknown|syntax)$/.test(error.code)) throw error;
        if (error.code === 'file/syntax' && isMeant(readText(resolve(cwd, file), file)))
          broken.push(...error.diagnostics);
        else skipped.push({ file, reason: error.message });
      }
    }
    const haveTemplates = below.some(({ subjects }) => subjects.some(({ kind }) => kind === 'alertmanager'));
    const templates = haveTemplates ? filesBelow(cwd, name, /\.tmpl$/).map((file) => read(cwd, file)) : [];
    files.push(...below, ...templates.filter(({ text }) => definesTemplates.test(text)));
  }
  if (files.length > 0 || broken.length > 0) return { files: eachOnce(cwd, files), skipped, broken, isIncomplete };
  throw new UserError(`${named.join(', ')} holds no dashboard, no rule file and no configuration of Alertmanager`, {
    code: 'file/unknown',
    help: 'name a folder or files with Grafana dashboards (classic JSON), Prometheus rules or alertmanager.yml',
  });
}

/** A file that was named twice, or with its folder, is not compared with itself. */
function eachOnce(cwd: string, files: readonly ForeignFile[]): readonly ForeignFile[] {
  const seen = new Set<string>();
  return files.filter(({ file }) => {
    const path = resolve(cwd, file);
    return !seen.has(path) && seen.add(path);
  });
}

/** A file that cannot be read, and would have been something to check: words tell that stand in such files only. */
function isMeant(text: string): boolean {
  if (isChart.test(text)) return false;
  const isRuleFile = /^groups:/m.test(text) && /^[\s-]*(alert|record):/m.test(text);
  const isAlertmanager = /^route:/m.test(text) && /^receivers:/m.test(text);
  return isRuleFile || isAlertmanager || (/^\s*\{/.test(text) && /"(panels|schemaVersion)"\s*:/.test(text));
}

/** A file of a Helm chart is no YAML before its values are filled in. */
const isChart = /\{\{[^}]*(\.(Values|Release|Chart|Capabilities)\b|\b(include|toYaml|define) )/;

/** Without this Alertmanager would have nothing of a file of templates: it is one of another program. */
const definesTemplates = /\{\{-?\s*define\b/;

function read(cwd: string, file: string): ForeignFile {
  const text = readText(resolve(cwd, file), file);
  const isLong = text.length > longText;
  if (isLong) runLong();
  const subjects = readSubjects(file, text);
  // the YAML library, where it was loaded for this file, has turned it down again
  if (isLong) runLong();
  return { file, text, subjects };
}

/** A file of three thousand rules: from here on, optimized code is worth its price. */
const longText = 1_500_000;

function filesBelow(cwd: string, folder: string, names: RegExp): string[] {
  return readdirSync(resolve(cwd, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.name.startsWith('.') || entry.name === 'node_modules') return [];
      if (entry.isDirectory()) return filesBelow(cwd, path, names);
      return names.test(entry.name) && isFile(resolve(cwd, path)) ? [path] : [];
    });
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Why a file that was named cannot be read. */
export function unreadable(file: string, error: unknown): UserError {
  const { code } = error as NodeJS.ErrnoException;
  const why: Readonly<Record<string, readonly [is: string, help: string]>> = {
    ENOENT: ['does not exist', 'check the name, and the folder that it is looked for in'],
    EACCES: ['may not be read by you', 'ask for the permission to read it'],
    EISDIR: ['is a folder', 'name a file'],
  };
  const [is, help] = why[code ?? ''] ?? [`cannot be read: ${code}`, 'check the path'];
  return new UserError(`${file} ${is}`, { code: 'file/unreadable', help, cause: error });
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function readText(path: string, file: string): string {
  try {
    const bytes = readFileSync(path);
    // as nearly all files are; then there is nothing to decode
    return bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
}
