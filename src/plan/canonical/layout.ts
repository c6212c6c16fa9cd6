import { isObject, type Json, objectsOf } from './plain.js';

/** Where a panel stands, counted from the row above it. */
export interface Place {
  readonly h: number;
  readonly w: number;
  readonly x: number;
  readonly y: number;
}

/** A row and what stands below it; the first section may have no row. */
export interface Section {
  readonly row: Json | undefined;
  readonly panels: readonly { readonly panel: Json; readonly place: Place | undefined }[];
}

/**
 * Panels as somebody reads them, by row. Where a row stands follows from what is above it, so a panel's place is
 * counted from its row: a panel more in one row moves no other row. What a repetition left behind is no panel.
 */
export function sectionsOf(panels: unknown): Section[] {
  const own = objectsOf(panels).filter((panel) => panel.repeatPanelId === undefined || panel.repeatPanelId === null);
  const placed = own.some((panel) => isObject(panel.gridPos));
  const sections: { row: Json | undefined; top: number; panels: Json[] }[] = [{ row: undefined, top: 0, panels: [] }];
  for (const panel of inReadingOrder(own)) {
    if (panel.type !== 'row') {
      sections.at(-1)?.panels.push(panel);
      continue;
    }
    const inside = inReadingOrder(objectsOf(panel.panels));
    const collapsed = panel.collapsed === true && inside.length > 0;
    const top = collapsed ? Math.min(...inside.map((one) => numberAt(one, 'y'))) : numberAt(panel, 'y') + 1;
    sections.push({ row: panel, top, panels: collapsed ? [...inside] : [] });
  }
  return sections
    .filter(({ row, panels: inside }) => row !== undefined || inside.length > 0)
    .map(({ row, top, panels: inside }) => ({
      row,
      panels: inside.map((panel) => ({ panel, place: placed ? placeOf(panel, top) : undefined })),
    }));
}

/** From left to right and top to bottom; where none has a place, as they are listed. */
function inReadingOrder(panels: readonly Json[]): readonly Json[] {
  if (!panels.some((panel) => isObject(panel.gridPos))) return panels;
  return [...panels].sort(
    (a, b) => numberAt(a, 'y') - numberAt(b, 'y') || numberAt(a, 'x') - numberAt(b, 'x') || rowsFirst(a, b),
  );
}

function rowsFirst(a: Json, b: Json): number {
  if (a.type === 'row' || b.type === 'row') return Number(b.type === 'row') - Number(a.type === 'row');
  const [left, right] = [String(a.title ?? ''), String(b.title ?? '')];
  return left < right ? -1 : left > right ? 1 : 0;
}

function placeOf(panel: Json, top: number): Place {
  const at = (key: string) => numberAt(panel, key);
  return { h: at('h'), w: at('w'), x: at('x'), y: at('y') - top };
}

/** Where a panel stands that does not say it; Grafana 12 leaves out what is so. */
const usual: Readonly<Record<string, number>> = { x: 0, y: 0, w: 6, h: 3 };

function numberAt({ gridPos }: Json, key: string): number {
  const value = isObject(gridPos) ? gridPos[key] : undefined;
  return typeof value === 'number' ? value : (usual[key] ?? 0);
}
