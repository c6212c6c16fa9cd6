import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { UserError } from '../errors.js';
import * as obsctl from '../index.js';
import { didYouMean } from '../nearest.js';
import type { Diagnostic } from '../types.js';

interface BundlerMessage {
  readonly text: string;
  readonly location: { file: string; line: number; column: number; lineText: string } | null;
}

/**
 * Warnings of the bundler that are mistakes in definitions. It takes an import from a module that exports nothing for
 * `undefined`, and `undefined` stands for what an environment does not want.
 */
export const refused = ['import-is-undefined'] as const;

/**
 * Bundles once more through the bundler's JavaScript interface, which is slow to start but reports
 * what is wrong as data. Undefined where nothing is wrong but what packages import from modules that lack it.
 */
export function explainBundlingFailure(options: {
  readonly root: string;
  readonly entry: string;
  readonly runtimeModule: string;
}): UserError | undefined {
  const esbuild = createRequire(import.meta.url)('esbuild') as typeof import('esbuild');
  try {
    esbuild.buildSync({
      absWorkingDir: options.root,
      stdin: { contents: options.entry, resolveDir: options.root, sourcefile: 'obsctl-entry.ts', loader: 'ts' },
      bundle: true,
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      write: false,
      logLevel: 'silent',
      logOverride: Object.fromEntries(refused.map((warning) => [warning, 'error'] as const)),
      loader: { '.tmpl': 'text' },
      alias: { obsctl: options.runtimeModule },
    });
  } catch (error) {
    const { errors = [] } = error as { errors?: readonly BundlerMessage[] };
    const messages = errors.filter((one) => !isOfPackage(one));
    if (messages.length > 0) {
      const diagnostics = messages.map((message) => diagnosticOf(message, options.root));
      const first = diagnostics[0];
      return new UserError(first?.message ?? 'the definitions cannot be bundled', { diagnostics });
    }
    if (errors.length > 0) return undefined;
    return new UserError(`the definitions cannot be bundled: ${(error as Error).message}`, { cause: error });
  }
  return new UserError('the bundler could not be run', {
    help: 'reinstall the dependencies: obsctl needs the esbuild package of this platform',
  });
}

function isOfPackage({ text, location }: BundlerMessage): boolean {
  return / will always be undefined because /.test(text) && /(^|\/)node_modules\//.test(location?.file ?? '');
}

function diagnosticOf(message: BundlerMessage, root: string): Diagnostic {
  const { text, help } = inOurWords(message.text, root);
  const base = { code: 'definition/invalid', severity: 'error', message: text, ...(help ? { help } : {}) } as const;
  if (!message.location) return base;
  const { file, line, column, lineText } = message.location;
  // the bundler counts columns in bytes and from 0
  const before = Buffer.from(lineText).subarray(0, column).toString();
  return { ...base, origin: { file, line, column: before.length + 1 } };
}

/** What a module declares at its top, as far as its text says: all of it, or only what it exports. */
function declaredIn(root: string, file: string, exported: '' | 'export '): string[] {
  try {
    const text = readFileSync(join(root, file), 'utf8');
    const declaration = new RegExp(`^${exported}(?:async )?(?:const|let|function|class|enum) (\\w+)`, 'gm');
    return [...text.matchAll(declaration)].map(([, name]) => name ?? '');
  } catch {
    return [];
  }
}

function inOurWords(text: string, root: string): { text: string; help?: string } {
  const unresolved = /^Could not resolve "(.*)"$/.exec(text);
  if (unresolved) {
    return { text: `there is nothing to import at "${unresolved[1]}"`, help: 'check the path, or install the package' };
  }
  const missing =
    /^No matching export in "(?<file>.*)" for import "(?<name>.*)"$/.exec(text) ??
    /^Import "(?<name>.*)" will always be undefined because .* "(?<file>.*)"(?: has no exports)?$/.exec(text);
  if (missing?.groups) return missingExport(missing.groups.name ?? '', missing.groups.file ?? '', root);
  if (/^Top-level await is/.test(text)) {
    return { text: 'modules of definitions are read at once: nothing can be awaited', help: 'write it without await' };
  }
  return { text: `syntax: ${text.charAt(0).toLowerCase()}${text.slice(1)}` };
}

function missingExport(name: string, file: string, root: string): { text: string; help: string } {
  const from = /dist\/runtime\.mjs$/.test(file) ? 'obsctl' : file;
  if (from !== 'obsctl' && declaredIn(root, file, '').includes(name)) {
    return { text: `${file} does not export "${name}"`, help: `write \`export\` before its declaration in ${file}` };
  }
  const known = from === 'obsctl' ? Object.keys(obsctl) : declaredIn(root, file, 'export ');
  return {
    text: `${from} exports nothing named "${name}"${didYouMean(name, known)}`,
    help: 'check the spelling of the import',
  };
}
