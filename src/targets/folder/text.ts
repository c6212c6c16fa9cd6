import { parse } from 'yaml';
import type { Resource } from '../../types.js';
import { serialize } from '../files/serialize.js';

/** A body that is a text is the file's text, whatever its name: that is how a file of somebody else is put back. */
export function textOf(resource: Resource): string {
  return typeof resource.body === 'string' ? resource.body : serialize(resource);
}

/** What a file's text says: a value where it is YAML or JSON, `unreadable` where it should be and is not. */
export function contentOf(path: string, text: string): unknown {
  const isYaml = /\.ya?ml$/.test(path);
  if (!isYaml && !path.endsWith('.json')) return text;
  try {
    return isYaml ? (parse(text, { version: '1.1' }) ?? null) : JSON.parse(text);
  } catch {
    return { unreadable: isYaml ? 'no YAML' : 'no JSON' };
  }
}

/** The body as it is read back. */
export function normalizedBody({ path, body }: Pick<Resource, 'path' | 'body'>): unknown {
  return typeof body === 'string' ? contentOf(path, body) : body;
}
