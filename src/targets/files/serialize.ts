import type { Resource } from '../../types.js';
import { yaml } from './yaml.js';

/** The text of a resource's file: canonical, so that the same body is the same bytes everywhere. */
export function serialize(resource: Resource): string {
  if (resource.path.endsWith('.json')) return `${JSON.stringify(resource.body, null, 2)}\n`;
  if (/\.ya?ml$/.test(resource.path)) return yaml(resource.body);
  return String(resource.body);
}
