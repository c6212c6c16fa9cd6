import { isObject } from '../../json.js';
import type { Difference } from '../../types/comparison.js';
import { type Json, objectsOf } from '../canonical/plain.js';
import type { SideDifferences, SideResource } from './sides.js';
import { nameOf } from './words.js';

/** How much two dashboards must share to be one under another uid: less where the title is the same. */
const alike = 0.6;
const alikeOfOneTitle = 0.3;

interface Candidate {
  readonly resource: SideResource;
  readonly title: string;
  /** Titles and queries of its panels. */
  readonly parts: ReadonlySet<string>;
}

/**
 * Grafana knows a dashboard by its uid alone, people know it by what it shows: of those that went, the one that each of
 * those that came was before, the most alike first.
 */
export function earlierDashboards(
  gone: readonly SideResource[],
  come: readonly SideResource[],
): ReadonlyMap<SideResource, SideResource> {
  const [left, right] = [gone.filter(isDashboard), come.filter(isDashboard)];
  if (left.length === 0 || right.length === 0) return new Map();
  const before = left.map(candidate);
  const pairs = right.map(candidate).flatMap((to) =>
    before.flatMap((from) => {
      const sameTitle = from.title === to.title;
      const likeness = from.parts.size + to.parts.size === 0 ? Number(sameTitle) : share(from.parts, to.parts);
      const enough = likeness >= (sameTitle ? alikeOfOneTitle : alike);
      return enough ? [{ from: from.resource, to: to.resource, rank: likeness + Number(sameTitle) }] : [];
    }),
  );
  const earlier = new Map<SideResource, SideResource>();
  const taken = new Set<SideResource>();
  for (const { from, to } of pairs.sort((a, b) => b.rank - a.rank)) {
    if (earlier.has(to) || taken.has(from)) continue;
    earlier.set(to, from);
    taken.add(from);
  }
  return earlier;
}

/** The changes of a dashboard that has another uid now, which is one of them. */
export function underOtherUid(
  before: SideResource,
  after: SideResource,
  { changes, notes }: SideDifferences,
  environment: string | undefined,
): SideDifferences {
  const [from, to] = [uidOf(before), uidOf(after)];
  const origin = { id: before.id, path: '' };
  // files without a uid go by their titles
  if (from === to)
    return { changes: changes.map((one, index) => (index === 0 ? { ...one, from: origin } : one)), notes };
  const where = nameOf(after.kind, after.id, after.body(), after.at);
  const uid: Difference = {
    op: 'changed',
    kind: after.kind,
    id: after.id,
    path: 'uid',
    ...(from === undefined ? {} : { before: from }),
    ...(to === undefined ? {} : { after: to }),
    from: origin,
    ...(environment === undefined ? {} : { environment }),
    ...{ where, what: where },
    words: `uid ${from ?? '(none)'} → ${to ?? '(none)'}`,
  };
  return { changes: [uid, ...changes], notes };
}

function isDashboard({ kind }: SideResource): boolean {
  return kind === 'grafana/dashboard';
}

function uidOf({ body: read }: SideResource): string | undefined {
  const body = read();
  return isObject(body) && typeof body.uid === 'string' ? body.uid : undefined;
}

function candidate(resource: SideResource): Candidate {
  const body = resource.body();
  const { title, panels, rows }: Json = isObject(body) ? body : {};
  return { resource, title: String(title ?? '').trim(), parts: new Set([...partsOf(panels), ...partsOf(rows)]) };
}

function partsOf(panels: unknown): string[] {
  return objectsOf(panels).flatMap(({ title, targets, panels: inside }) => [
    ...(typeof title === 'string' && title !== '' ? [`title ${title.trim()}`] : []),
    ...objectsOf(targets).map(({ expr, query, rawSql }) => `query ${JSON.stringify(expr ?? query ?? rawSql ?? '')}`),
    ...partsOf(inside),
  ]);
}

/** Of all that either of them has, how much both have. */
function share(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const one of a) if (b.has(one)) both += 1;
  return both / (a.size + b.size - both);
}
