import { isObject } from '../../json.js';
import type { Difference } from '../../types/comparison.js';
import { canonical } from '../canonical/canonical.js';
import { schemaVersion } from '../canonical/schema.js';
import type { Change } from './compare.js';
import { compareBodies } from './model.js';
import { joinedRules } from './moved-rules.js';
import { speakDifferently } from './older.js';
import { earlierDashboards, underOtherUid } from './other-uids.js';
import { withoutSecrets } from './secrets.js';
import { compareTests } from './tests.js';
import { inWords, nameOf } from './words.js';

/** A resource of one side. Its body is read only where its text does not tell that nothing has changed. */
export interface SideResource {
  readonly kind: string;
  readonly id: string;
  /** Where it is, if others of its name are elsewhere: `in shop.json`. */
  readonly at?: string;
  readonly text?: string;
  readonly body: () => unknown;
  /** On the right: what was found while both bodies were at hand. */
  compared?: { readonly with: SideResource; readonly found: SideDifferences };
}

type Place = Pick<SideResource, 'kind' | 'id' | 'at'>;

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
  const all = [...joinedRules(changes, told), ...compareTests(left.filter(tests), right.filter(tests), environment)];
  return { changes: toldApart(all), notes };
}

/** Of several dashboards with one title, which. */
function toldApart(changes: readonly Difference[]): readonly Difference[] {
  const ids = new Map<string, Set<string>>();
  for (const { where, id, kind } of changes) {
    if (kind === 'grafana/dashboard') ids.set(where, (ids.get(where) ?? new Set()).add(id));
  }
  return changes.map((change) => {
    const { where, what, id } = change;
    if ((ids.get(where)?.size ?? 0) < 2) return change;
    const told = `${where} (${id})`;
    return { ...change, where: told, what: what === where ? told : what };
  });
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
  const gone = new Set(left.filter((resource) => !after.has(keyOf(resource))));
  const come = right.filter((resource) => !before.has(keyOf(resource)));
  const earlier = earlierDashboards([...gone], come);
  const found = right.map((resource): SideDifferences => {
    const other = before.get(keyOf(resource));
    if (!other) {
      const old = earlier.get(resource);
      if (!old) return { changes: [whole(resource, 'added', environment)], notes: [] };
      gone.delete(old);
      const found = compareResource(resource, old.body(), resource.body(), environment);
      return underOtherUid(old, resource, found, environment);
    }
    if (other.text !== undefined && other.text === resource.text) return none;
    if (resource.compared?.with === other) return resource.compared.found;
    return compareResource(resource, other.body(), resource.body(), environment);
  });
  return {
    changes: [
      ...found.flatMap(({ changes }) => changes),
      ...[...gone].map((one) => whole(one, 'removed', environment)),
    ],
    notes: found.flatMap(({ notes }) => notes),
  };
}

const none: SideDifferences = { changes: [], notes: [] };

/** What is different between two bodies of one resource. */
export function compareResource(
  resource: Place,
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
  { kind, id, at }: Place,
  change: Change,
  body: unknown,
  environment: string | undefined,
): Difference {
  const { things: _, ...safe } = withoutSecrets(change);
  const where = nameOf(kind, id, body, at);
  return {
    ...safe,
    kind,
    id,
    ...(environment === undefined ? {} : { environment }),
    where,
    ...inWords(kind, { ...safe, things: change.things ?? [] }, where),
  };
}

function olderSchema({ kind, id, at }: Place, before: unknown, after: unknown): string[] {
  if (kind !== 'grafana/dashboard' || !isObject(before) || !isObject(after)) return [];
  if (!speakDifferently(before, after)) return [];
  const [a, b] = [schemaVersion(before), schemaVersion(after)];
  return [
    `${nameOf(kind, id, after, at)}: one side is of schemaVersion ${Math.min(a, b)}, the other of ${Math.max(a, b)}; ` +
      'compared is what both express',
  ];
}
