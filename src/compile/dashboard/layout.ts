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
    for (const line of linesOf(row.panels)) {
      const widths = filled(line);
      const heights = line.map((panel) => panel.height ?? row.height ?? defaultSize[panel.type][1]);
      let x = 0;
      for (const [index, panel] of line.entries()) {
        const [w = 0, h = 0] = [widths[index], heights[index]];
        placed.push({ id: placed.length + 1, place: { x, y, w, h }, panel });
        x += w;
      }
      y += Math.max(...heights);
    }
  }
  return placed;
}

const widthOf = ({ width, type }: Panel): number => width ?? defaultSize[type][0];

function linesOf(panels: readonly Panel[]): readonly (readonly Panel[])[] {
  const lines: Panel[][] = [];
  let used = columns;
  for (const panel of panels) {
    if (used + widthOf(panel) > columns) {
      lines.push([]);
      used = 0;
    }
    lines.at(-1)?.push(panel);
    used += widthOf(panel);
  }
  return lines;
}

/** What a line leaves free goes to the panels that do not say how wide they are: environments may leave some out. */
function filled(line: readonly Panel[]): readonly number[] {
  let free = columns - line.reduce((sum, panel) => sum + widthOf(panel), 0);
  let flexible = line.filter(({ width }) => width === undefined).length;
  return line.map((panel) => {
    if (panel.width !== undefined) return panel.width;
    const more = Math.ceil(free / flexible);
    free -= more;
    flexible -= 1;
    return widthOf(panel) + more;
  });
}
