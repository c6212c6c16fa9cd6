import { placeholder, placeholderUrl } from '../../define/secret.js';
import { UserError } from '../../errors.js';
import type { Resource } from '../../types.js';
import type { World } from '../world.js';

/** A configuration that many share must not read files: what a file would hold is filled in when it is sent. */
export function inlined(resource: Resource, templates: readonly string[], world: World): Resource {
  const variables = new Map(world.secretFiles.map(({ path, env }) => [path, env]));
  const change = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(change);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => entry(key, inner)));
  };
  const entry = (key: string, value: unknown): readonly [string, unknown] => {
    if (!key.endsWith('_file') || typeof value !== 'string') return [key, change(value)];
    const name = key.slice(0, -'_file'.length);
    const variable = variables.get(value);
    if (variable === undefined) {
      throw new UserError(`${name} is in the file ${value}, which the server refuses to read`, {
        code: 'mimir/secret-file',
        help: `say which variable holds it: secret.file('${value}', { env: 'NAME' }), or secret.env('NAME')`,
        origin: resource.origin,
      });
    }
    return [name, name.endsWith('url') ? placeholderUrl(variable) : placeholder(variable)];
  };
  const body = change(resource.body) as Record<string, unknown>;
  return { ...resource, body: 'templates' in body ? { ...body, templates } : body };
}
