import { reveal, type World } from '../world.js';
import { type Json, objectOf, textOf } from './json.js';
import { mask } from './resources.js';

/**
 * A data source with its secrets, at the last moment before it is sent. A build refers to them as Grafana's own files
 * do: `$NAME` or `${NAME}` for a variable, `$__file{/path}` for a file.
 */
export function withSecrets(source: Json, world: World): Json {
  const given = Object.entries(objectOf(source.secureJsonData));
  if (given.length === 0) return source;
  // what only says that it is there stays as it is
  const known = given.filter(([, value]) => value !== mask);
  const revealed = known.map(([name, value]) => [name, resolve(textOf(value), `${name} of ${source.name}`, world)]);
  return { ...source, secureJsonData: Object.fromEntries(revealed) };
}

function resolve(reference: string, what: string, world: World): string {
  const file = /^\$__file\{(.+)\}$/.exec(reference)?.[1];
  if (file) return reveal({ secret: 'file', path: file }, world, what);
  const variable = /^\$(?:__env)?\{?([A-Z_][A-Z0-9_]*)\}?$/.exec(reference)?.[1];
  return variable ? reveal({ secret: 'env', env: variable }, world, what) : reference;
}
