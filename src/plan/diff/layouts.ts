import { isObject } from '../../json.js';
import type { Box, Difference, Layout } from '../../types/comparison.js';
import type { Place } from '../canonical/layout.js';
import type { Json } from '../canonical/plain.js';
import { type Parts, partsOf } from './dashboard.js';
import { columns, shownAt } from './grid.js';
import { belowRow } from './match-panels.js';
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
        ...(a ? { before: boxes(a, marks) } : {}),
        ...(b ? { after: boxes(b, marks) } : {}),
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

/** Rows under each other, panels below their row, as Grafana shows them. */
function boxes(parts: Parts, marks: ReadonlyMap<string, Difference['op']>): Box[] {
  const found: Box[] = [];
  let top = 0;
  const add = (row: string, more: Partial<Box> = {}) => {
    const panels = parts.panels.filter((one) => one.row === row);
    const places = shownAt(panels.map(({ place }) => place ?? unsaid));
    panels.forEach(({ raw, name }, index) => {
      const place = places[index] as Place;
      found.push({ ...box(raw, { ...place, y: top + place.y }, marks.get(name)), ...more });
    });
    top += Math.max(0, ...places.map(({ y, h }) => y + h));
  };
  add('');
  for (const { raw, name } of parts.rows) {
    const panels = parts.panels.filter(({ row }) => row === name);
    const closed = raw.collapsed === true;
    const heading = box(raw, { x: 0, y: top, w: columns, h: 1 }, marks.get(name));
    found.push(closed ? { ...heading, closed: panels.length } : heading);
    top += 1;
    if (!closed) add(name);
    else if (panels.some((one) => marks.has(one.name))) add(name, { inside: true });
    if (closed) add(belowRow(name));
  }
  return found;
}

const unsaid: Place = { x: 0, y: 0, w: 6, h: 3 };

function box(raw: Json, place: Place, mark: Box['mark']): Box {
  const { title, type, repeat } = raw;
  return {
    title: String(title ?? ''),
    type: String(type ?? ''),
    ...place,
    ...(typeof repeat === 'string' && repeat !== '' ? { repeat } : {}),
    ...(mark ? { mark } : {}),
  };
}
