import type { Resource } from '../../types.js';

/** Of a build the files below one folder, with paths as its server sees them. */
export function partOf(part: string, resources: readonly Resource[]): readonly Resource[] {
  return resources.flatMap((resource) =>
    resource.path.startsWith(`${part}/`) ? [{ ...resource, path: resource.path.slice(part.length + 1) }] : [],
  );
}
