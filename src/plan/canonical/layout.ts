import { isObject } from '../../json.js';
import { type Json, objectsOf } from './plain.js';

/** Where a panel stands, counted from the row above it. */
export interface Place {
  readonly h: number;
  readonly w: number;
  readonly x: number;
  readonly y: number;
}

/** A row and what is in it. What stands above the first row is in none, and so is what stands below a closed one. */
export interface Section {
  readonly row: Json | undefined;
  /** The closed row above panels that are in none. */
  readonly below?: Json;
  readonly panels: readonly { readonly panel: Json; readonly place: Place | undefined }[];
}

/**
 * Panels as somebody reads them, by row. Where a row stands follows from what is above it, so a panel's place is
 * counted from its row: a panel more in one row moves no other row. What a repetition left behind is no panel.
 */
export function sectionsOf(panels: unknown): Section[] {
  const own = objectsOf(panels).filter((panel) => panel.repeatPanelId === undefined || panel.repeatPanelId === null);
  const placed = own.some((panel) => isObject(panel.gridPos));
  const sections: { row: Json | undefined; below?: Json; top: number; panels: Json[] }[] = [];
  for (const panel of inReadingOrder(own)) {
    const last = sections.at(-1);
    if (panel.type !== 'row') {
      if (!last) sections.push({ row: undefined, top: 0, panels: [panel] });
      else if (!last.row || !isClosed(last.row)) last.panels.push(panel);
      else sections.push({ row: undefined, below: last.row, top: numberAt(last.row, 'y') + 1, panels: [panel] });
      continue;
    }
    const inside = inReadingOrder(objectsOf(panel.panels));
    const closed = isClosed(panel);
    const top = closed ? Math.min(...inside.map((one) => numberAt(one, 'y'))) : numberAt(panel, 'y') + 1;
    sections.push({ row: panel, top, panels: closed ? [...inside] : [] });
  }
  return sections.map(({ row, below, top, panels: inside }) => ({
    row,
    ...(below ? { below } : {}),
    panels: inside.map((panel) => ({ panel, place: placed ? placeOf(panel, top) : undefined })),
  }));
}

/** A closed row holds its panels itself; where it holds none, it was closed by hand, and they follow it. */
function isClosed(row: Json): boolean {
  return row.collapsed === true && objectsOf(row.panels).length > 0;
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
