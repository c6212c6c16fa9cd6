import { isObject } from '../../json.js';
import { equal, type Json, objectsOf } from '../canonical/plain.js';
import { type PanelPart, titleOfPanel } from './match-panels.js';

/**
 * The panels that are written otherwise on the other side, and what they are there, where both dashboards have the
 * same panels in the same places; undefined where they have not. Mostly they have, and all the rest need not be read.
 */
export function differingPanels(before: unknown, after: unknown): Map<Json, Json> | undefined {
  if (!Array.isArray(before) || !Array.isArray(after) || before.length !== after.length) return undefined;
  const differing = new Map<Json, Json>();
  for (let index = 0; index < before.length; index++) {
    const [a, b]: [unknown, unknown] = [before[index], after[index]];
    if (equal(a, b)) continue;
    if (!isObject(a) || !isObject(b) || !stands(a, b)) return undefined;
    differing.set(a, b);
  }
  return differing;
}

/** Panels that share their title with no other one, which is all their name; undefined where one of them does. */
export function withOwnTitles(panels: unknown, some: ReadonlyMap<Json, unknown>): PanelPart[] | undefined {
  const titles = new Set([...some.keys()].map(titleOfPanel));
  if (titles.size < some.size || anyOther(panels, some, titles)) return undefined;

  return [...some.keys()].map((raw) => ({ name: titleOfPanel(raw), raw, row: '', place: undefined }));
}

function anyOther(panels: unknown, some: ReadonlyMap<Json, unknown>, titles: ReadonlySet<string>): boolean {
  return objectsOf(panels).some(
    (panel) => !some.has(panel) && (titles.has(titleOfPanel(panel)) || anyOther(panel.panels, some, titles)),
  );
}

/** Whether one panel may be the other, in its place; rows are left to those who look at what is in them. */
function stands(a: Json, b: Json): boolean {
  return (
    a.type !== 'row' &&
    a.type === b.type &&
    a.id === b.id &&
    a.title === b.title &&
    a.repeatPanelId === b.repeatPanelId &&
    equal(a.gridPos, b.gridPos)
  );
}
