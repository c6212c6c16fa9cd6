import type { Difference } from '../../types/comparison.js';
import { canonical } from '../canonical/canonical.js';
import { isObject } from '../canonical/plain.js';
import { schemaVersion } from '../canonical/schema.js';
import type { Change } from './compare.js';
import { compareBodies } from './model.js';
import { joinedRules } from './moved-rules.js';
import { speakDifferently } from './older.js';
import { withoutSecrets } from './secrets.js';
import { compareTests } from './tests.js';
import { inWords, nameOf } from './words.js';

/** A resource of one side. Its body is read only where its text does not tell that nothing has changed. */
export interface SideResource {
  readonly kind: string;
  readonly id: string;
  readonly text?: string;
  readonly body: () => unknown;
  /** On the right: what was found while both bodies were at hand. */
  compared?: { readonly with: SideResource; readonly found: SideDifferences };
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
  const [tests, rest] = [isTests, (one: SideResource) => !isTests(one)];
  const { changes, notes } = compareEach(left.filter(rest), right.filter(rest), environment);
  const told = (moved: Difference, inside: readonly Change[]) =>
    inside.map((change) => difference(moved, change, undefined, environment));
  return {
    changes: [...joinedRules(changes, told), ...compareTests(left.filter(tests), right.filter(tests), environment)],
    notes,
  };
}

function isTests({ kind }: SideResource): boolean {
  return kind === 'prometheus/tests';
}

function compareEach(
  left: readonly SideResource[],
  right: readonly SideResource[],
  environment: string | undefined,
): SideDifferences {
  const before = new Map(left.map((one) => [keyOf(one), one]));
  const after = new Set(right.map(keyOf));
  const found = right.map((resource): SideDifferences => {
    const other = before.get(keyOf(resource));
    if (!other) return { changes: [whole(resource, 'added', environment)], notes: [] };
    if (other.text !== undefined && other.text === resource.text) return none;
    if (resource.compared?.with === other) return resource.compared.found;
    return compareResource(resource, other.body(), resource.body(), environment);
  });
  const gone = left.filter((resource) => !after.has(keyOf(resource)));
  return {
    changes: [...found.flatMap(({ changes }) => changes), ...gone.map((one) => whole(one, 'removed', environment))],
    notes: found.flatMap(({ notes }) => notes),
  };
}

const none: SideDifferences = { changes: [], notes: [] };

/** What is different between two bodies of one resource. */
export function compareResource(
  resource: Pick<SideResource, 'kind' | 'id'>,
  before: unknown,
  after: unknown,
  environment?: string,
): SideDifferences {
  const changes = compareBodies(resource.kind, before, after);
  return {
    changes: changes.map((change) => difference(resource, change, after, environment)),
    notes: olderSchema(resource, before, after),
  };
}

function whole(resource: SideResource, op: 'added' | 'removed', environment: string | undefined): Difference {
  const body = resource.body();
  const side = { [op === 'added' ? 'after' : 'before']: canonical(resource.kind, body) };
  return difference(resource, { op, path: '', ...side }, body, environment);
}

function keyOf({ kind, id }: SideResource): string {
  return `${kind} ${id}`;
}

function difference(
  { kind, id }: Pick<SideResource, 'kind' | 'id'>,
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

function olderSchema({ kind, id }: Pick<SideResource, 'kind' | 'id'>, before: unknown, after: unknown): string[] {
  if (kind !== 'grafana/dashboard' || !isObject(before) || !isObject(after)) return [];
  if (!speakDifferently(before, after)) return [];
  const [a, b] = [schemaVersion(before), schemaVersion(after)];
  return [
    `${nameOf(kind, id, after)}: one side is of schemaVersion ${Math.min(a, b)}, the other of ${Math.max(a, b)}; ` +
      'compared is what both express',
  ];
}
