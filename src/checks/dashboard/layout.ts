import { isObject } from '../../json.js';
import type { Path } from '../../types.js';
import type { DashboardCheck } from '../check.js';
import type { FoundDashboard } from '../model/dashboard.js';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly path: Path;
  readonly owner: string;
}

const width = 24;

export const panelOverlap: DashboardCheck = {
  code: 'panel/overlap',
  on: 'dashboard',
  severity: 'warning',
  summary: 'two panels lie upon each other',
  why: 'Grafana pushes one of them down, so that nothing is where the source says.',
  good: [
    'title: D\npanels:\n  - {title: A, gridPos: {x: 0, y: 0, w: 12, h: 8}}\n  - {title: B, gridPos: {x: 12, y: 0, w: 12, h: 8}}',
  ],
  bad: [
    'title: D\npanels:\n  - {title: A, gridPos: {x: 0, y: 0, w: 12, h: 8}}\n  - {title: B, gridPos: {x: 11, y: 0, w: 12, h: 8}}',
    'title: D\npanels:\n  - {title: A, gridPos: {x: 0, y: 0, w: 12, h: 8}}\n  - {title: B, gridPos: {x: 0, y: 7, w: 12, h: 8}}',
  ],
  run: (dashboard) => {
    const boxes = boxesOf(dashboard);
    return boxes.flatMap((box, index) => {
      const other = boxes.slice(0, index).find((one) => overlap(one, box));
      if (!other) return [];
      return [
        { message: `${box.owner} lies upon ${other.owner}`, help: 'move one of them', path: [...box.path, 'gridPos'] },
      ];
    });
  },
};

export const panelOverflow: DashboardCheck = {
  code: 'panel/overflow',
  on: 'dashboard',
  severity: 'error',
  summary: 'a panel reaches beyond the dashboard',
  why: 'The grid is 24 columns wide; Grafana moves or cuts what lies beyond.',
  good: ['title: D\npanels:\n  - {title: A, gridPos: {x: 12, y: 0, w: 12, h: 8}}'],
  bad: [
    'title: D\npanels:\n  - {title: A, gridPos: {x: 13, y: 0, w: 12, h: 8}}',
    'title: D\npanels:\n  - {title: A, gridPos: {x: -1, y: 0, w: 12, h: 8}}',
    'title: D\npanels:\n  - {title: A, gridPos: {x: 0, y: 0, w: 12, h: 0}}',
  ],
  run: (dashboard) =>
    boxesOf(dashboard).flatMap(({ x, y, w, h, path, owner }) => {
      if (x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= width) return [];
      const message = `${owner} takes columns ${x} to ${x + w} of ${width}, and ${h} rows`;
      return [{ message, help: 'x + w is at most 24, w and h at least 1', path: [...path, 'gridPos'] }];
    }),
};

/** Panels of a collapsed row are laid out on their own, each below its row. */
function boxesOf({ panels }: FoundDashboard): Box[] {
  return panels.flatMap(({ body, path, owner }) => {
    const { gridPos } = body;
    if (!isObject(gridPos) || path[0] !== 'panels') return [];
    const [x, y, w, h] = ['x', 'y', 'w', 'h'].map((key) => Number(gridPos[key] ?? 0)) as [
      number,
      number,
      number,
      number,
    ];
    return [{ x, y, w, h, path, owner }];
  });
}

function overlap(a: Box, b: Box): boolean {
  const upon = a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
  return upon && JSON.stringify(a.path.slice(0, -1)) === JSON.stringify(b.path.slice(0, -1));
}
