import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Resource } from '../../types.js';
import { sha256 } from '../sha256.js';

/** Of each file what it was made from, and what it was: to write out again what has not changed takes time. */
export type LastTexts = Readonly<Record<string, { readonly body: string; readonly sha256: string }>>;

/** @param obsctl which build of obsctl asks: another one may write the same body otherwise */
export function readLastTexts(file: string, obsctl: string): LastTexts {
  try {
    const last = JSON.parse(readFileSync(file, 'utf8')) as { readonly obsctl: string; readonly texts: LastTexts };
    return last.obsctl === obsctl ? last.texts : {};
  } catch {
    return {};
  }
}

/** It only saves time, so it may be missing. */
export function writeLastTexts(file: string, obsctl: string, texts: LastTexts): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.${process.pid}`, JSON.stringify({ obsctl, texts }));
    renameSync(`${file}.${process.pid}`, file);
  } catch {}
}

export function bodyHash(resource: Resource): string {
  if (resource.bodyKey !== undefined) return sha256(resource.bodyKey);
  const { body } = resource;
  return sha256(typeof body === 'string' ? body : JSON.stringify(body));
}
