import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, relative, sep } from 'node:path';
import { version } from '../version.js';
import { bundlerBinary, bundlerFlags, childProcess, runBundler, runtimeModule, withoutRefusals } from './bundler.js';
import { explainBundlingFailure } from './bundling-failure.js';
import { cacheFolder } from './cache-folder.js';
import { type Modules, refuseCircles } from './import-circle.js';
import type { Imports } from './imports.js';
import { hashOf, type Inputs, inputsOf, type Seen, sameInputs } from './inputs.js';

/** User modules as one script, with the map back to their TypeScript. */
export interface Bundle {
  readonly root: string;
  /** Where the script stands; stack frames name it. */
  readonly file: string;
  readonly code: string;
  readonly mapFile: string;
  /** What would be in it, where the bundle is not kept. */
  readonly map?: string | undefined;
  /** The modules whose exports the script returns, relative to the root, in order. */
  readonly entries: readonly string[];
  /** Identifies the script's text and everything it was made from. */
  readonly hash: string;
  /** What it was made from. */
  readonly inputs: Inputs;
  readonly imports: Imports;
  /** Whether the script reads nothing but itself: no clock, no chance, no environment, no file. */
  readonly pure: boolean;
  /** Whether it was bundled just now, and has not been run before. */
  readonly isNew: boolean;
}

interface CacheRecord {
  /** The version of obsctl that wrote it. */
  readonly obsctl: string;
  readonly hash: string;
  readonly entries: readonly string[];
  readonly inputs: Inputs;
  readonly imports: Imports;
  /** Whether the script reads nothing but itself: no clock, no chance, no environment, no file. */
  readonly pure: boolean;
}

interface BundleOptions {
  readonly root: string;
  readonly name: string;
  readonly entries: readonly string[];
  /** What a moment ago was looked up already. */
  readonly seen?: Seen;
  /** Nobody will ask for it again, so it is not kept. */
  readonly once?: boolean;
}

/**
 * Bundles the entries, or answers from the cache where no file that went in has changed.
 * @param ahead what was bundled a moment ago: its files are not read again
 */
export function bundle(options: BundleOptions, ahead: readonly Bundle[] = []): Bundle {
  const entries = relativeTo(options.root, options.entries).join('\n');
  const ready = ahead.find((one) => one.root === options.root && one.entries.join('\n') === entries);
  if (ready) return ready;
  const job = jobFor(options);
  if (job.done) return job.done;
  try {
    if (!runBundler(job, job.flags)) {
      const failure = explainBundlingFailure({ root: job.root, entry: job.entry, runtimeModule: runtimeModule() });
      if (failure) throw failure;
      // only what packages import in vain is wrong, which is not the user's to mend
      runBundler(job, withoutRefusals(job.flags));
    }
    return keep(job);
  } finally {
    tidy(job);
  }
}

/** The same in the background, to be given to `bundle`; whatever goes wrong, `bundle` will say. */
export async function bundleAhead(options: BundleOptions): Promise<Bundle | undefined> {
  let job: Job | undefined;
  try {
    job = jobFor(options);
    if (job.done) return job.done;
    // from a file: for a pipe, node would make ready to wait for it
    writeFileSync(`${job.temporary}.entry`, job.entry);
    const entry = openSync(`${job.temporary}.entry`, 'r');
    const child = childProcess().spawn(bundlerBinary(), job.flags, {
      cwd: job.root,
      stdio: [entry, 'ignore', 'ignore'],
      windowsHide: true,
    });
    closeSync(entry);
    const status = await new Promise((done, fail) => child.once('error', fail).once('exit', done));
    return status === 0 ? keep(job) : undefined;
  } catch {
    // not ahead, then
    return undefined;
  } finally {
    if (job) tidy(job);
  }
}

/** What the bundler is asked for, or its answer of last time. */
interface Job {
  readonly done: Bundle | undefined;
  readonly root: string;
  readonly name: string;
  readonly entries: readonly string[];
  readonly entry: string;
  readonly folder: string;
  readonly temporary: string;
  readonly flags: readonly string[];
  readonly previous: string | undefined;
  readonly seen: Seen;
  readonly once: boolean;
}

function jobFor({ root, name, entries: files, seen = new Map(), once = false }: BundleOptions): Job {
  const entries = relativeTo(root, files);
  const folder = cacheFolder(root);
  const cached = once ? undefined : readRecord(join(folder, `${name}.json`));
  const temporary = join(folder, `${name}-${process.pid}.tmp`);
  const flags = bundlerFlags(temporary);
  const common = { root, name, entries, entry: entrySource(entries), folder, temporary, flags, seen, once };
  const file = cached && join(folder, `${name}-${cached.hash}.cjs`);
  const usable =
    cached && file && isFresh(root, cached, entries, seen) && existsSync(file) && existsSync(`${file}.map`);
  const done = usable
    ? made({ root, file, code: readFileSync(file, 'utf8'), record: cached, isNew: false })
    : undefined;
  return { ...common, previous: cached?.hash, done };
}

/** Takes what the bundler wrote into the cache, where somebody may ask for it again. */
function keep({ root, name, entries, folder, temporary, previous, seen, once }: Job): Bundle {
  const meta = JSON.parse(readFileSync(`${temporary}.meta`, 'utf8')) as Meta;
  refuseCircles(root, meta.inputs);
  const { 'obsctl-entry.ts': _, ...modules } = meta.inputs;
  const inputs = inputsOf(root, Object.keys(modules), seen);
  const imports = Object.fromEntries(
    Object.entries(modules).map(([file, { imports }]) => [file, imports.map(({ path }) => path)]),
  );
  const code = readFileSync(`${temporary}.cjs`, 'utf8');
  const pure = isPure(code, meta);
  const hash = hashOf([version, ...Object.entries(inputs).flat()].join('\0'));
  const record: CacheRecord = { obsctl: version, hash, entries, inputs, imports, pure };
  if (once) {
    const map = readFileSync(`${temporary}.cjs.map`, 'utf8');
    return made({ root, file: `${temporary}.cjs`, code, map, record, isNew: true });
  }
  const file = join(folder, `${name}-${hash}.cjs`);
  renameSync(`${temporary}.cjs.map`, `${file}.map`);
  renameSync(`${temporary}.cjs`, file);
  removeGenerations(folder, name, [hash, previous]);
  writeFileSync(`${temporary}.json`, JSON.stringify(record));
  renameSync(`${temporary}.json`, join(folder, `${name}.json`));
  return made({ root, file, code, record, isNew: true });
}

function tidy({ temporary, done }: Job): void {
  if (done) return;
  for (const suffix of ['.entry', '.cjs', '.cjs.map', '.meta', '.json']) remove(`${temporary}${suffix}`);
}

/** A file, where it is there. */
function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch {}
}

function made(options: {
  readonly root: string;
  readonly file: string;
  readonly code: string;
  readonly map?: string;
  readonly record: CacheRecord;
  readonly isNew: boolean;
}): Bundle {
  const { record, ...rest } = options;
  const { entries, hash, inputs, imports, pure } = record;
  return { ...rest, mapFile: `${rest.file}.map`, entries, hash, inputs, imports, pure };
}

/**
 * Identifies what a bundle would be made from, where it is in the cache already, nothing of it has changed, and it is
 * the same each time it runs.
 */
export function freshHash(options: BundleOptions): string | undefined {
  const { root, name, seen = new Map() } = options;
  const cached = readRecord(join(cacheFolder(root), `${name}.json`));
  return cached?.pure && isFresh(root, cached, relativeTo(root, options.entries), seen) ? cached.hash : undefined;
}

/** Relative to the root, with slashes on every machine. */
export function relativeTo(root: string, files: readonly string[]): string[] {
  return files.map((file) => relative(root, file).split(sep).join('/'));
}

interface Meta {
  readonly inputs: Modules;
  readonly outputs: Readonly<Record<string, { readonly imports: readonly unknown[] }>>;
}

/** An import that is left over is a module of Node; a text for people may depend on the machine's language. */
function isPure(code: string, meta: Meta): boolean {
  const imports = Object.values(meta.outputs).flatMap((output) => output.imports);
  return (
    imports.length === 0 && !/\bimpure\.(?!Math\.(?!random\b)\w)\w|\.toLocale|\.localeCompare|\brequire\b/.test(code)
  );
}

function entrySource(entries: readonly string[]): string {
  return entries.map((file, index) => `export * as m${index} from ${JSON.stringify(`./${file}`)};`).join('\n');
}

function readRecord(file: string): CacheRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as CacheRecord;
  } catch {
    return undefined;
  }
}

function isFresh(root: string, cached: CacheRecord, entries: readonly string[], seen: Seen): boolean {
  // what an earlier build of the same version wrote may lack something
  if (!cached.imports) return false;
  if (cached.obsctl !== version || cached.entries.join('\n') !== entries.join('\n')) return false;
  return sameInputs(root, cached.inputs, seen);
}

/** Removes scripts with their maps and code caches; the last but one may just be running in another process. */
function removeGenerations(folder: string, name: string, kept: readonly (string | undefined)[]): void {
  for (const file of readdirSync(folder)) {
    const hash = file.startsWith(`${name}-`) ? /-([0-9a-f]{24})\.cjs/.exec(file)?.[1] : undefined;
    if (hash !== undefined && !kept.includes(hash)) remove(join(folder, file));
  }
}
