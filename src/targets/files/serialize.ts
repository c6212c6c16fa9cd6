import { stringify } from 'yaml';
import type { Resource } from '../../types.js';

/** The text of a resource's file: canonical, so that the same body is the same bytes everywhere. */
export function serialize(resource: Resource): string {
  if (resource.path.endsWith('.json')) return `${JSON.stringify(resource.body, null, 2)}\n`;
  if (resource.path.endsWith('.yaml') || resource.path.endsWith('.yml')) {
    return stringify(resource.body, { lineWidth: 0, aliasDuplicateObjects: false, version: '1.1' });
  }
  return String(resource.body);
}
