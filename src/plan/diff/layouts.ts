import type { Box, Difference, Layout } from '../../types/comparison.js';
import { isObject, type Json } from '../canonical/plain.js';
import { type Parts, partsOf } from './dashboard.js';
import { stepsOf } from './path.js';
import type { SideResource } from './sides.js';

/** Before and after of each dashboard that changed, as pictures are made of them. */
export function layoutsOf(
  left: readonly SideResource[],
  right: readonly SideResource[],
  changes: readonly Difference[],
): Layout[] {
  const ids = new Set(changes.filter(({ kind }) => kind === 'grafana/dashboard').map(({ id }) => id));
  return [...ids].flatMap((id) => {
    const own = changes.filter((change) => change.kind === 'grafana/dashboard' && change.id === id);
    const earlier = own.flatMap(({ from }) => from ?? [])[0]?.id ?? id;
    const [before, after] = [bodyOf(left, earlier), bodyOf(right, id)];
    const [first] = own;
    if (!first || (!before && !after)) return [];
    const a = before ? partsOf(before) : undefined;
    const b = after ? partsOf(after, a) : undefined;
    const marks = marksOf(own);
    const { environment } = first;
    return [
      {
        id,
        title: first.where,
        ...(environment === undefined ? {} : { environment }),
        before: a ? boxes(a, marks) : [],
        after: b ? boxes(b, marks) : [],
      },
    ];
  });
}

function bodyOf(resources: readonly SideResource[], id: string): Json | undefined {
  const body = resources.find((one) => one.kind === 'grafana/dashboard' && one.id === id)?.body();
  return isObject(body) ? body : undefined;
}

/** What happened to panels, by name; a change of what one shows outweighs a move. */
function marksOf(changes: readonly Difference[]): ReadonlyMap<string, Difference['op']> {
  const marks = new Map<string, Difference['op']>();
  for (const { op, path, after } of changes) {
    const [list, name] = stepsOf(path);
    if (list !== 'panels' && list !== 'rows') continue;
    if (name === undefined) {
      for (const moved of Object.keys(isObject(after) ? after : {})) if (!marks.has(moved)) marks.set(moved, 'moved');
    } else if (op !== 'moved' || !marks.has(name)) {
      // something inside of a panel came or went: the panel itself changed
      marks.set(name, stepsOf(path).length > 2 && op !== 'moved' ? 'changed' : op);
    }
  }
  return marks;
}

/** Rows under each other, panels below their row. */
function boxes(parts: Parts, marks: ReadonlyMap<string, Difference['op']>): Box[] {
  const found: Box[] = [];
  let top = 0;
  for (const row of [undefined, ...parts.rows]) {
    if (row) {
      found.push(box(row.raw, { x: 0, y: top, w: 24, h: 1 }, marks.get(row.name)));
      top += 1;
    }
    let bottom = top;
    for (const { name, raw, row: above, place } of parts.panels) {
      if (above !== (row?.name ?? '') || !place) continue;
      found.push(box(raw, { ...place, y: top + place.y }, marks.get(name)));
      bottom = Math.max(bottom, top + place.y + place.h);
    }
    top = bottom;
  }
  return found;
}

function box(raw: Json, place: Omit<Box, 'title' | 'type'>, mark: Box['mark']): Box {
  return { title: String(raw.title ?? ''), type: String(raw.type ?? ''), ...place, ...(mark ? { mark } : {}) };
}
