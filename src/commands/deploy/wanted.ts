import { sumOf } from '../../plan/three-way/sum.js';
import type { Target, Wanted } from '../../types/target.js';
import type { Resource } from '../../types.js';

/** What belongs on a target, with what comparing takes of it: made when somebody looks, which most of it never is. */
export function wantedOn(target: Target, resources: readonly Resource[]): readonly Wanted[] {
  return resources.map((resource) => wantedOf(target, resource));
}

function wantedOf(target: Target, resource: Resource): Wanted {
  const { kind, id, path, origin, givenBack } = resource;
  let normalized: unknown;
  let sum: string | undefined;
  return {
    ...{ kind, id, path, origin, ...(givenBack ? { givenBack } : {}) },
    get bytes() {
      return resource.bytes;
    },
    get body() {
      return resource.body;
    },
    get normalized() {
      normalized ??= target.normalize(resource);
      return normalized;
    },
    get sum() {
      sum ??= sumOf(kind, this.normalized);
      return sum;
    },
  };
}
