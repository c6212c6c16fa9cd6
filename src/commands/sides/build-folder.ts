import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../errors.js';
import { readJson } from '../../read/json.js';
import { wholeFile } from '../../read/places.js';
import { readYaml } from '../../read/yaml.js';
import { type Manifest, manifestName } from '../../targets/files/manifest.js';
import type { Side } from './side.js';

export function isBuildFolder(folder: string): boolean {
  return existsSync(join(folder, manifestName));
}

/** What an earlier build wrote for one environment. */
export function buildFolderSide(folder: string, name: string): Side & { readonly environment: string } {
  const manifest = manifestOf(folder, name);
  const resources = manifest.resources.flatMap(({ kind, id, path }) => {
    const text = textOf(join(folder, path));
    // a file that somebody removed is one that is not there
    if (text === undefined) return [];
    return [{ kind, id, text, body: () => bodyOf(`${name}/${path}`, text) }];
  });
  return { name, environment: manifest.environment, resources };
}

function manifestOf(folder: string, name: string): Manifest {
  const text = textOf(join(folder, manifestName));
  if (text === undefined) {
    throw new UserError(`there is no build in ${name}`, {
      code: 'diff/no-build',
      help: 'run obsctl build first, or compare with a revision: obsctl diff --base origin/main',
    });
  }
  try {
    const manifest = JSON.parse(text) as Manifest;
    if (manifest.schema === 'obsctl/manifest/v1') return manifest;
  } catch {}
  throw new UserError(`${name}/${manifestName} is no manifest of obsctl build`, {
    code: 'diff/no-build',
    help: 'build again: obsctl build',
  });
}

function bodyOf(file: string, text: string): unknown {
  if (file.endsWith('.json')) return readJson(wholeFile(file, text)).body;
  if (/\.ya?ml$/.test(file)) return readYaml(wholeFile(file, text))[0]?.body;
  return text;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
