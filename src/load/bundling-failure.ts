import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { UserError } from '../errors.js';
import * as obsctl from '../index.js';
import { didYouMean } from '../promql/nearest.js';
import type { Diagnostic } from '../types.js';

interface BundlerMessage {
  readonly text: string;
  readonly location: { file: string; line: number; column: number; lineText: string } | null;
}

/**
 * Bundles once more through the bundler's JavaScript interface, which is slow to start but reports
 * what is wrong as data.
 */
export function explainBundlingFailure(options: {
  readonly root: string;
  readonly entry: string;
  readonly runtimeModule: string;
}): UserError {
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
      loader: { '.tmpl': 'text' },
      alias: { obsctl: options.runtimeModule },
    });
  } catch (error) {
    const messages = (error as { errors?: BundlerMessage[] }).errors;
    if (messages && messages.length > 0) {
      const diagnostics = messages.map((message) => diagnosticOf(message, options.root));
      const first = diagnostics[0];
      return new UserError(first?.message ?? 'the definitions cannot be bundled', { diagnostics });
    }
    return new UserError(`the definitions cannot be bundled: ${(error as Error).message}`, { cause: error });
  }
  return new UserError('the bundler could not be run', {
    help: 'reinstall the dependencies: obsctl needs the esbuild package of this platform',
  });
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

/** What a module exports by name, as far as its text says. */
function exportsOf(root: string, file: string): string[] {
  try {
    const text = readFileSync(join(root, file), 'utf8');
    return [...text.matchAll(/^export (?:async )?(?:const|let|function|class|enum) (\w+)/gm)].map(
      ([, name]) => name ?? '',
    );
  } catch {
    return [];
  }
}

function inOurWords(text: string, root: string): { text: string; help?: string } {
  const unresolved = /^Could not resolve "(.*)"$/.exec(text);
  if (unresolved) {
    return { text: `there is nothing to import at "${unresolved[1]}"`, help: 'check the path, or install the package' };
  }
  const missing = /^No matching export in "(.*)" for import "(.*)"$/.exec(text);
  if (missing) {
    const from = /dist\/runtime\.mjs$/.test(missing[1] ?? '') ? 'obsctl' : missing[1];
    const meant = didYouMean(missing[2] ?? '', from === 'obsctl' ? Object.keys(obsctl) : exportsOf(root, from ?? ''));
    return { text: `${from} exports nothing named "${missing[2]}"${meant}`, help: 'check the spelling of the import' };
  }
  if (/^Top-level await is/.test(text)) {
    return { text: 'modules of definitions are read at once: nothing can be awaited', help: 'write it without await' };
  }
  return { text: `syntax: ${text.charAt(0).toLowerCase()}${text.slice(1)}` };
}
