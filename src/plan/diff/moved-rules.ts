import { isObject } from '../../json.js';
import type { Difference } from '../../types/comparison.js';
import { equal, equalBut, type Json, objectsOf } from '../canonical/plain.js';
import { compare } from './compare.js';
import { pathText, stepsOf } from './path.js';
import { ruleName } from './shapes.js';

/** A rule that went or came, alone or with its whole group. */
interface Placed {
  readonly change: Difference;
  readonly group: string;
  readonly steps: readonly string[];
  readonly rule: Json;
  /** Whether the change is about the group. */
  readonly whole: boolean;
}

/**
 * A rule that went from one group and came to another one has moved: one change, and one more for each of its fields
 * that is otherwise there. A group that came with the rules of one that went was renamed.
 * @param told a change of a field of what moved, as people read it
 */
export function joinedRules(
  all: readonly Difference[],
  told: (moved: Difference, inside: ReturnType<typeof compare>) => readonly Difference[],
): readonly Difference[] {
  const changes = renamedGroups(all);
  const gone = changes.flatMap((change) => (change.op === 'removed' ? rulesIn(change, change.before) : []));
  const come = changes.flatMap((change) => (change.op === 'added' ? rulesIn(change, change.after) : []));
  const pairs = pairsOf(gone, come);
  if (pairs.length === 0) return changes;
  const instead = new Map<Difference, Difference[]>();
  for (const [from, to] of pairs) {
    const moved = movedOf(from, to);
    const inside = compare(from.rule, to.rule, to.steps).map((one) => ({ ...one, things: [{}, from.rule] }));
    // it is told where it came, and there instead of its coming; a group that came as a whole is told first
    const place = to.whole ? [to.change] : [];
    instead.set(to.change, [...(instead.get(to.change) ?? place), moved, ...told(moved, inside)]);
    if (!from.whole) instead.set(from.change, instead.get(from.change) ?? []);
  }
  const moved = new Set(pairs.map(([from]) => from));
  const left = new Set(gone.flatMap((one) => (moved.has(one) ? [] : [one.change])));
  for (const { change, whole } of gone) {
    if (!whole || left.has(change)) continue;
    instead.set(change, [{ ...change, words: 'removed: all of its rules are in other groups' }]);
  }
  return changes.flatMap((change) => instead.get(change) ?? [change]);
}

function renamedGroups(changes: readonly Difference[]): readonly Difference[] {
  const gone = new Map(changes.flatMap((one) => (one.op === 'removed' ? onlyGroup(one, one.before) : [])));
  if (gone.size === 0) return changes;
  const renamed = new Set<Difference>();
  const now = changes.map((change) => {
    const [own] = change.op === 'added' ? onlyGroup(change, change.after) : [];
    const before = own && [...gone].find(([one, group]) => !renamed.has(one) && equalBut(group, own[1], nameOnly));
    if (!own || !before) return change;
    renamed.add(before[0]);
    return renamedTo(change, before[0], String(before[1].name), String(own[1].name));
  });
  return now.filter((change) => !renamed.has(change));
}

const nameOnly: ReadonlySet<string> = new Set(['name']);

/** The group of a resource that came or went as a whole. */
function onlyGroup(change: Difference, side: unknown): (readonly [Difference, Json])[] {
  if (change.kind !== 'prometheus/rules' || change.path !== '' || !isObject(side)) return [];
  const [group, ...more] = objectsOf(side.groups);
  return group && more.length === 0 ? [[change, group]] : [];
}

function renamedTo(change: Difference, gone: Difference, before: string, after: string): Difference {
  const { kind, id, environment, where } = change;
  return {
    op: 'changed',
    kind,
    id,
    path: pathText(['groups', before, 'name']),
    ...{ before, after },
    from: { id: gone.id, path: '' },
    ...(environment === undefined ? {} : { environment }),
    where,
    what: `rule group ${before}`,
    words: `renamed to ${after}`,
  };
}

function rulesIn(change: Difference, side: unknown): Placed[] {
  if (change.kind !== 'prometheus/rules' || !isObject(side)) return [];
  const steps = stepsOf(change.path);
  const [, name, , rule] = steps;
  if (rule !== undefined) {
    return steps.length === 4 ? [{ change, group: String(name), steps, rule: side, whole: false }] : [];
  }
  const groups = name === undefined ? objectsOf(side.groups) : [side];
  return groups.flatMap((group) =>
    objectsOf(group.rules).map((one) => ({
      change,
      group: String(group.name),
      steps: ['groups', String(group.name), 'rules', ruleName(one)],
      rule: one,
      whole: true,
    })),
  );
}

/** The same rule first; then the only one of its name. */
function pairsOf(gone: readonly Placed[], come: readonly Placed[]): readonly (readonly [Placed, Placed])[] {
  const [left, right] = [byName(gone), byName(come)];
  const pairs: (readonly [Placed, Placed])[] = [];
  const pair = (to: Placed, [from, ...others]: readonly Placed[]) => {
    if (!from || others.length > 0) return;
    pairs.push([from, to]);
    left.get(named(from))?.delete(from);
    right.get(named(to))?.delete(to);
  };
  for (const to of come) {
    pair(
      to,
      [...(left.get(named(to)) ?? [])].filter((from) => equal(from.rule, to.rule)),
    );
  }
  for (const to of come) {
    const rest = right.get(named(to));
    if (rest?.has(to) && rest.size === 1) pair(to, [...(left.get(named(to)) ?? [])]);
  }
  return pairs;
}

function named({ rule }: Placed): string {
  return `${rule.alert === undefined} ${String(rule.alert ?? rule.record)}`;
}

/** So that each rule is compared with those of its name alone: a file that a generator writes anew may hold thousands. */
function byName(all: readonly Placed[]): ReadonlyMap<string, Set<Placed>> {
  const found = new Map<string, Set<Placed>>();
  for (const one of all) found.set(named(one), (found.get(named(one)) ?? new Set()).add(one));
  return found;
}

function movedOf(from: Placed, to: Placed): Difference {
  const { kind, id, environment, where, behind } = to.change;
  const noun = to.rule.alert === undefined ? 'recording rule' : 'alert';
  return {
    op: 'moved',
    kind,
    id,
    path: pathText(to.steps),
    ...(environment === undefined ? {} : { environment }),
    from: { id: from.change.id, path: pathText(from.steps) },
    ...(behind === undefined ? {} : { behind }),
    where,
    what: `${noun} ${String(to.rule.alert ?? to.rule.record)}`,
    words: `moved here from rule group ${from.group}`,
  };
}
