import type { Row } from '../../define/dashboard.js';
import type { Panel } from '../../define/panel.js';

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export type Placed =
  | { readonly id: number; readonly place: Place; readonly heading: string }
  | { readonly id: number; readonly place: Place; readonly panel: Panel };

const columns = 24;

const defaultSize: Record<Panel['type'], readonly [width: number, height: number]> = {
  timeseries: [12, 8],
  stat: [6, 4],
  gauge: [8, 6],
  bargauge: [12, 8],
  barchart: [12, 8],
  'state-timeline': [12, 8],
  'status-history': [12, 8],
  table: [12, 8],
  heatmap: [24, 9],
  traces: [24, 9],
  custom: [12, 8],
};

/** Rows and panels from left to right and top to bottom, ids in that order. */
export function layOut(rows: readonly Row[]): Placed[] {
  const placed: Placed[] = [];
  let y = 0;
  for (const row of rows) {
    placed.push({ id: placed.length + 1, place: { x: 0, y, w: columns, h: 1 }, heading: row.title });
    y += 1;
    let x = 0;
    let lineHeight = 0;
    for (const panel of row.panels) {
      const [defaultWidth, defaultHeight] = defaultSize[panel.type];
      const w = panel.width ?? defaultWidth;
      const h = panel.height ?? row.height ?? defaultHeight;
      if (x + w > columns) {
        x = 0;
        y += lineHeight;
        lineHeight = 0;
      }
      placed.push({ id: placed.length + 1, place: { x, y, w, h }, panel });
      x += w;
      lineHeight = Math.max(lineHeight, h);
    }
    y += lineHeight;
  }
  return placed;
}
