import { isObject } from '../../json.js';
import { canonicalFrame, placed, titlesById } from '../canonical/dashboard.js';
import { type Section, sectionsOf } from '../canonical/layout.js';
import { canonicalPanel } from '../canonical/panel.js';
import { dropKeys, equal, equalBut, inOrder, type Json, objectsOf } from '../canonical/plain.js';
import { schemaVersion } from '../canonical/schema.js';
import { type Change, compare } from './compare.js';
import { belowRow, matchPanels, type PanelPart, titleOfPanel } from './match-panels.js';
import { joinedMoves } from './moves.js';
import { inAnySchema, speakDifferently } from './older.js';
import { differingPanels, withOwnTitles } from './same-layout.js';
import { freshNames, isNamed, type Named, unused, withNames } from './shape.js';
import { dashboardShape, panelShape } from './shapes.js';

/** A dashboard without its panels. */
interface Frame {
  readonly frame: Json;
  readonly version: number;
  readonly titleOf: (id: unknown) => unknown;
}

/** A dashboard taken apart: each row and panel as it is written, under the name that a change calls it. */
export interface Parts extends Frame {
  readonly rows: readonly { readonly name: string; readonly raw: Json }[];
  readonly panels: readonly PanelPart[];
}

/**
 * The differences of two dashboards. What is written alike on both sides is not looked at twice, so that a thousand
 * dashboards of which a few panels changed take not much longer than reading them.
 */
export function compareDashboards(before: unknown, after: unknown): Change[] {
  if (!isObject(before) || !isObject(after)) return compare(before, after);
  if (speakDifferently(before, after)) return compareDashboards(inAnySchema(before), inAnySchema(after));
  const alike = schemaVersion(before) === schemaVersion(after);
  const differing = alike ? differingPanels(before.panels, after.panels) : undefined;
  if (differing) return compareInPlace(before, after, differing);
  const left = partsOf(before);
  const right = partsOf(after, left);
  return [...compareFrames(left, right), ...compareRows(left, right), ...comparePanels(left, right)];
}

/** Two dashboards whose panels stand in the same places under the same titles: only those that differ are looked at. */
function compareInPlace(before: Json, after: Json, differing: ReadonlyMap<Json, Json>): Change[] {
  const changes = equalBut(before, after, panelsOnly) ? [] : compareFrames(frameOf(before), frameOf(after));
  if (differing.size === 0) return changes;
  const of = { version: schemaVersion(before), titleOf: titlesById(before.panels) };
  const [leftItems, rightItems] = [new Map<string, unknown>(), new Map<string, unknown>()];
  for (const part of withOwnTitles(before.panels, differing) ?? partsOf(before).panels) {
    const raw = differing.get(part.raw);
    if (!raw) continue;
    const [a, b] = whatDiffers(part, { ...part, raw });
    const item = panelItem(a, of);
    leftItems.set(part.name, item);
    rightItems.set(part.name, panelItem(b, of, item));
  }
  return [...changes, ...compareItems(leftItems, rightItems)];
}

const panelsOnly: ReadonlySet<string> = new Set(['panels']);

function compareItems(left: Map<string, unknown>, right: Map<string, unknown>): Change[] {
  return compare({ ordered: false, items: left }, { ordered: false, items: right }, ['panels']);
}

function frameOf(dashboard: Json): Frame {
  const { panels, ...frame } = dashboard;
  return { frame, version: schemaVersion(dashboard), titleOf: titlesById(panels) };
}

export function partsOf(dashboard: Json, like?: Parts): Parts {
  const sections = sectionsOf(dashboard.panels);
  const rows = rowNames(
    sections.flatMap(({ row }) => (row ? [row] : [])),
    like,
  );
  const nameOf = new Map(rows.map(({ name, raw }): [Json, string] => [raw, name]));
  const rowOf = ({ row, below }: Section) => (row ? nameOf.get(row) : below && belowRow(nameOf.get(below) ?? '')) ?? '';
  const unnamed = sections.flatMap((section) =>
    section.panels.map(({ panel, place }) => ({ raw: panel, place, row: rowOf(section) })),
  );
  return { ...frameOf(dashboard), rows, panels: panelNames(unnamed, like?.panels) };
}

function rowNames(rows: readonly Json[], like: Parts | undefined): Parts['rows'] {
  const names = freshNames({ name: ({ title }) => String(title ?? '') || 'row' }, rows);
  if (!like) return rows.map((raw, index) => ({ name: names[index] as string, raw }));
  // a row in the same place among as many others was renamed
  const left = like.rows.map(({ name }) => name);
  const lost = left.filter((name) => !names.includes(name));
  const taken = new Set([...left, ...names.filter((name) => left.includes(name))]);
  return rows.map((raw, index) => {
    const name = names[index] as string;
    const instead = rows.length === left.length ? lost.find((other) => other === left[index]) : undefined;
    return { name: left.includes(name) ? name : (instead ?? unused(name, taken)), raw };
  });
}

type Unnamed = Omit<PanelPart, 'name'>;

/** By title; panels that share one are told apart by their row. */
function panelNames(panels: readonly Unnamed[], like: readonly PanelPart[] | undefined): PanelPart[] {
  if (like && inSameOrder(panels, like))
    return panels.map((panel, index) => ({ ...panel, name: like[index]?.name ?? '' }));
  const titles = panels.map(({ raw }) => titleOfPanel(raw));
  const count = new Map<string, number>();
  for (const title of titles) count.set(title, (count.get(title) ?? 0) + 1);
  const own = titles.map((title, index) => {
    const { row } = panels[index] as Unnamed;
    return (count.get(title) ?? 0) > 1 && row !== '' ? `${row} › ${title}` : title;
  });
  const taken = new Set(like?.map(({ name }) => name));
  const matched = like ? matchPanels(like, panels) : [];
  return panels.map((panel, index) => ({
    ...panel,
    name: matched[index] ?? unused(own[index] as string, taken),
  }));
}

/** Mostly nothing came, went or was renamed. */
function inSameOrder(panels: readonly Unnamed[], like: readonly PanelPart[]): boolean {
  if (panels.length !== like.length) return false;
  return panels.every(({ raw, row }, index) => {
    const other = like[index];
    return (
      other?.raw.title === raw.title && other?.raw.type === raw.type && other?.row === row && raw.id === other?.raw.id
    );
  });
}

function compareFrames(left: Frame, right: Frame): Change[] {
  if (left.version === right.version && equal(left.frame, right.frame)) return [];
  const before = withNames(dashboardShape, canonicalFrame(left.frame, left.version, left.titleOf));
  return compare(before, withNames(dashboardShape, canonicalFrame(right.frame, right.version, right.titleOf), before));
}

function compareRows(left: Parts, right: Parts): Change[] {
  return compare(rowsOf(left), rowsOf(right), ['rows']);
}

function rowsOf({ rows, version, titleOf }: Parts): Named {
  const items = rows.map(({ name, raw }) => [name, canonicalPanel(raw, version, titleOf)] as const);
  return { ordered: true, items: new Map<string, unknown>(items) };
}

function comparePanels(left: Parts, right: Parts): Change[] {
  const before = new Map(left.panels.map((part) => [part.name, part]));
  const after = new Map(right.panels.map((part) => [part.name, part]));
  // only what differs is made canonical; the rest is the same object on both sides
  const [leftItems, rightItems] = [new Map<string, unknown>(), new Map<string, unknown>()];
  for (const part of left.panels) {
    const other = after.get(part.name);
    if (!other) leftItems.set(part.name, panelItem(part, left));
    else if (left.version !== right.version || !sameText(part, other)) {
      const [a, b] = left.version === right.version ? whatDiffers(part, other) : [part, other];
      const item = panelItem(a, left);
      leftItems.set(part.name, item);
      rightItems.set(part.name, panelItem(b, right, item));
    }
  }
  for (const part of right.panels) if (!before.has(part.name)) rightItems.set(part.name, panelItem(part, right));
  return joinedMoves(compareItems(leftItems, rightItems));
}

const outside = new Set(['id', 'gridPos']);

/** Whether two panels are written alike, apart from ids. */
function sameText(a: PanelPart, b: PanelPart): boolean {
  if (a.row !== b.row || !equal(a.place, b.place)) return false;
  if (objectsOf(a.raw.targets).some(({ panelId }) => panelId !== undefined)) return false;
  return equalBut(a.raw, b.raw, outside);
}

/** Fields whose canonical form depends on nothing but themselves and the type of the panel. */
const independent = ['description', 'fieldConfig', 'links', 'options', 'transformations'];

/** Two panels without those of their fields that are written alike. */
function whatDiffers(a: PanelPart, b: PanelPart): [PanelPart, PanelPart] {
  if (a.raw.type !== b.raw.type) return [a, b];
  const alike = independent.filter((key) => a.raw[key] !== undefined && equal(a.raw[key], b.raw[key]));
  const without = (part: PanelPart) => ({ ...part, raw: dropKeys({ ...part.raw }, alike) });
  return [without(a), without(b)];
}

function panelItem(
  { raw, row, place }: PanelPart,
  { version, titleOf }: Omit<Frame, 'frame'>,
  like?: unknown,
): unknown {
  const panel = placed(canonicalPanel(raw, version, titleOf), place);
  const gridPos = place ? { ...place, ...(row === '' ? {} : { row }) } : row === '' ? undefined : { row };
  return withNames(panelShape, gridPos ? { ...panel, gridPos } : panel, like);
}

/** A dashboard as changes are applied to it: rows and panels by name. */
export function dashboardModel(raw: Json): Json {
  const parts = partsOf(raw);
  const frame = withNames(dashboardShape, canonicalFrame(parts.frame, parts.version, parts.titleOf)) as Json;
  const panels = parts.panels.map((part) => [part.name, panelItem(part, parts)] as const);
  return { ...frame, rows: rowsOf(parts), panels: { ordered: false, items: new Map<string, unknown>(panels) } };
}

/** The canonical dashboard that a model stands for. */
export function dashboardOf({ rows, panels, ...frame }: Json): Json {
  const items = isNamed(panels) ? ([...panels.items.values()] as Json[]) : [];
  const below = (name: string) => items.filter((panel) => rowOf(panel) === name).map(withoutRow);
  const sections = isNamed(rows) ? [...rows.items] : [];
  const all = [
    ...arranged(below('')),
    ...sections.flatMap(([name, row]) => {
      const inside = arranged(below(name));
      const heading = row as Json;
      if (!heading.collapsed) return [heading, ...inside];
      return [inOrder({ ...heading, panels: inside }), ...arranged(below(belowRow(name)))];
    }),
  ];
  return inOrder(all.length === 0 ? frame : { ...frame, panels: all });
}

function rowOf({ gridPos }: Json): string {
  return isObject(gridPos) && typeof gridPos.row === 'string' ? gridPos.row : '';
}

function withoutRow(panel: Json): Json {
  if (!isObject(panel.gridPos)) return panel;
  const { row: _, ...place } = panel.gridPos;
  const { gridPos: _g, ...rest } = panel;
  return Object.keys(place).length > 0 ? inOrder({ ...rest, gridPos: place }) : rest;
}

function arranged(panels: readonly Json[]): Json[] {
  return sectionsOf(panels).flatMap(({ panels: inside }) => inside.map(({ panel }) => panel));
}
