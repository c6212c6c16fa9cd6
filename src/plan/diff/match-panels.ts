import type { Place } from '../canonical/layout.js';
import { equal, type Json } from '../canonical/plain.js';
import { panelLikeness } from './likeness.js';

export interface PanelPart {
  readonly name: string;
  readonly raw: Json;
  /** The name of the row that it stands in; empty above the first row; below a closed one, as `belowRow` says it. */
  readonly row: string;
  readonly place: Place | undefined;
}

/** What stands below a closed row is in none, though it belongs behind that one. */
export function belowRow(name: string): string {
  return `below ${name}`;
}

type Unnamed = Omit<PanelPart, 'name'>;

/** Whether two panels may be the same one; the first that says so decides. */
const steps: readonly ((before: Unnamed, after: Unnamed) => boolean)[] = [
  (a, b) => sameTitle(a, b) && a.row === b.row && a.raw.id !== undefined && a.raw.id === b.raw.id,
  (a, b) => sameTitle(a, b) && a.row === b.row && equal(a.raw.targets, b.raw.targets),
  (a, b) => sameTitle(a, b) && a.row === b.row && a.raw.type === b.raw.type,
  (a, b) => sameTitle(a, b) && a.raw.type === b.raw.type,
  (a, b) => sameTitle(a, b),
];

const alike = 0.6;
const alikeOfOneId = 0.35;

/** The name on the other side of each panel that is there too: by title, by id, by what it asks for. */
export function matchPanels(before: readonly PanelPart[], after: readonly Unnamed[]): (string | undefined)[] {
  const left = new Set(before);
  const names: (string | undefined)[] = after.map(() => undefined);
  const byTitle = new Map<string, PanelPart[]>();
  for (const part of before) {
    const title = titleOfPanel(part.raw);
    const same = byTitle.get(title);
    if (same) same.push(part);
    else byTitle.set(title, [part]);
  }
  for (const step of steps) {
    after.forEach((part, index) => {
      if (names[index] !== undefined) return;
      const other = byTitle.get(titleOfPanel(part.raw))?.find((one) => left.has(one) && step(one, part));
      if (!other) return;
      names[index] = other.name;
      left.delete(other);
    });
  }
  for (const { index, part } of byLikeness(left, after, names)) {
    if (names[index] !== undefined || !left.delete(part)) continue;
    names[index] = part.name;
  }
  return names;
}

/** The most alike first. */
function byLikeness(left: ReadonlySet<PanelPart>, after: readonly Unnamed[], names: readonly (string | undefined)[]) {
  const pairs = after.flatMap((other, index) => {
    if (names[index] !== undefined) return [];
    return [...left].map((part) => {
      const sameId = part.raw.id !== undefined && part.raw.id === other.raw.id;
      const likeness = panelLikeness(part.raw as Json, other.raw as Json);
      return { index, part, likeness: likeness + (sameId ? alike - alikeOfOneId : 0) };
    });
  });
  return pairs.filter(({ likeness }) => likeness >= alike).sort((a, b) => b.likeness - a.likeness);
}

function sameTitle(a: Unnamed, b: Unnamed): boolean {
  return titleOfPanel(a.raw) === titleOfPanel(b.raw);
}

export function titleOfPanel({ title, type }: Json): string {
  return (typeof title === 'string' && title.trim()) || `(${String(type ?? 'panel')})`;
}
