import type { Difference } from '../../types/comparison.js';
import { canonical } from '../canonical/canonical.js';
import { isObject } from '../canonical/plain.js';
import { schemaVersion } from '../canonical/schema.js';
import type { Change } from './compare.js';
import { compareBodies } from './model.js';
import { speakDifferently } from './older.js';
import { withoutSecrets } from './secrets.js';
import { inWords, nameOf } from './words.js';

/** A resource of one side. Its body is read only where its text does not tell that nothing has changed. */
export interface SideResource {
  readonly kind: string;
  readonly id: string;
  readonly text?: string;
  readonly body: () => unknown;
}

export interface SideDifferences {
  readonly changes: readonly Difference[];
  readonly notes: readonly string[];
}

/** What is different between the resources of two sides, in the order of the right one. */
export function compareSides(
  left: readonly SideResource[],
  right: readonly SideResource[],
  environment?: string,
): SideDifferences {
  const before = new Map(left.map((one) => [keyOf(one), one]));
  const after = new Set(right.map(keyOf));
  const notes: string[] = [];
  const changes: Difference[] = [];
  const add = (resource: SideResource, found: readonly Change[], body: unknown) => {
    for (const change of found) changes.push(difference(resource, change, body, environment));
  };
  for (const resource of right) {
    const other = before.get(keyOf(resource));
    if (!other) {
      const body = resource.body();
      add(resource, [{ op: 'added', path: '', after: canonical(resource.kind, body) }], body);
    } else if (other.text === undefined || other.text !== resource.text) {
      const [a, b] = [other.body(), resource.body()];
      notes.push(...olderSchema(resource, a, b));
      add(resource, compareBodies(resource.kind, a, b), b);
    }
  }
  for (const resource of left) {
    if (after.has(keyOf(resource))) continue;
    const body = resource.body();
    add(resource, [{ op: 'removed', path: '', before: canonical(resource.kind, body) }], body);
  }
  return { changes, notes };
}

function keyOf({ kind, id }: SideResource): string {
  return `${kind} ${id}`;
}

function difference(
  { kind, id }: SideResource,
  change: Change,
  body: unknown,
  environment: string | undefined,
): Difference {
  const { things: _, ...safe } = withoutSecrets(change);
  const where = nameOf(kind, id, body);
  return {
    ...safe,
    kind,
    id,
    ...(environment === undefined ? {} : { environment }),
    where,
    ...inWords(kind, { ...safe, things: change.things ?? [] }, where),
  };
}

function olderSchema({ kind, id }: SideResource, before: unknown, after: unknown): string[] {
  if (kind !== 'grafana/dashboard' || !isObject(before) || !isObject(after)) return [];
  if (!speakDifferently(before, after)) return [];
  const [a, b] = [schemaVersion(before), schemaVersion(after)];
  return [
    `${nameOf(kind, id, after)}: one side is of schemaVersion ${Math.min(a, b)}, the other of ${Math.max(a, b)}; ` +
      'compared is what both express',
  ];
}
