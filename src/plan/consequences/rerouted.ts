import type { AmConfig } from '../../alertmanager/model.js';
import type { Consequence } from '../../types/comparison.js';
import type { Facts } from './facts.js';
import { isPager, type Told, toldOf, valuesIn } from './told.js';
import { always, type Week, weekText } from './week.js';

/** Of which alerts somebody else is told, or at other hours. */
export function rerouted(before: Facts, left: AmConfig, after: Facts, right: AmConfig): Consequence[] {
  const values = valuesIn(left, right);
  const [own, now] = [toldOf(before.rules, left, values), toldOf(after.rules, right, values)];
  const groups = new Map<string, Rerouted>();
  for (const [name, told] of now) {
    const earlier = own.get(name);
    if (!earlier) {
      const pages = [...told.keys()].filter((receiver) => isPager(right, receiver));
      if (pages.length > 0)
        add(groups, `new ${pages.join()}`, name, { lost: nobody, gained: some(told, pages), kept: '', silent: '' });
      continue;
    }
    const lost = minus(earlier, told);
    const gained = minus(told, earlier);
    if (lost.size + gained.size === 0) continue;
    // who is told as before is only said where somebody is told no longer, and nobody instead
    const kept = gained.size === 0 ? fewOf(told) : '';
    const silent = hoursLost(earlier, left, told, right);
    const key = [describe(lost), describe(gained), kept, silent].join(' → ');
    add(groups, key, name, { lost, gained, kept, silent });
  }
  return [...groups].map(([key, group]) => {
    const { names, gained } = group;
    if (key.startsWith('new ')) {
      const message = `${alertsDo(names, 'is new and pages', 'are new and page')} ${describe(gained)}${listOf(names)}`;
      return { weight: 'risk' as const, code: 'route/page-added', message };
    }
    return changedRoute(group, left, right);
  });
}

/** Alerts for which the same changes: who is told of them no longer, who is now, and who is as before. */
interface Rerouted {
  readonly names: string[];
  readonly lost: Told;
  readonly gained: Told;
  readonly kept: string;
  /** At which hours nobody is told or paged any more. */
  readonly silent: string;
}

const nobody: Told = new Map();

function some(told: Told, receivers: readonly string[]): Told {
  return new Map([...told].filter(([name]) => receivers.includes(name)));
}

/** `A goes`, `3 alerts go`. */
function alertsDo(names: readonly string[], one: string, many: string): string {
  return names.length === 1 ? `${names[0]} ${one}` : `${names.length} alerts ${many}`;
}

/** Of several, which; at the end, where they do not part what is said of them. */
function listOf(names: readonly string[]): string {
  return names.length === 1 ? '' : `: ${shown(names)}`;
}

function changedRoute(group: Rerouted, left: AmConfig, right: AmConfig): Consequence {
  const { names, lost, gained, silent } = group;
  const pagesBefore = [...lost.keys()].some((name) => isPager(left, name));
  const pagesNow = [...gained.keys()].some((name) => isPager(right, name));
  const [pageLost, pageAdded] = [pagesBefore && !pagesNow, pagesNow && !pagesBefore];
  const code = pageLost
    ? 'route/page-lost'
    : pageAdded
      ? 'route/page-added'
      : silent === ''
        ? 'route/changed'
        : 'route/hours-lost';
  const message = `${routeWords(group)}${pageLost || silent === '' ? '' : `, so ${silent}`}${listOf(names)}`;
  return { weight: code !== 'route/changed' || gained.size === 0 ? 'risk' : 'note', code, message };
}

function routeWords({ names, lost, gained, kept }: Rerouted): string {
  if (lost.size === 0) return `${alertsDo(names, 'also goes', 'also go')} to ${describe(gained)}`;
  if (gained.size === 0) {
    return `${alertsDo(names, 'no longer goes', 'no longer go')} to ${describe(lost)}, only to ${kept}`;
  }
  const onlyHours = lost.size === gained.size && [...lost.keys()].every((name) => gained.has(name));
  const instead = onlyHours ? hoursOf(lost) : describe(lost, gained);
  return `${alertsDo(names, 'goes', 'go')} to ${describe(gained, lost)} instead of ${instead}`;
}

const fewest = 3;

/** A label that may have many values sends an alert to many. */
function fewOf(told: Told): string {
  return told.size > fewest ? `${told.size} others` : describe(told);
}

function hoursOf(told: Told): string {
  return [...told.values()].map(weekText).join(', ');
}

/** At which hours nobody is told any more, or, where a channel that wakes somebody has other hours, nobody is woken. */
function hoursLost(before: Told, left: AmConfig, after: Told, right: AmConfig): string {
  const told = gap(before, after);
  if (told.some(Boolean)) return `nobody is told ${weekText(told)}`;
  const pagers = (of: Told, config: AmConfig) => new Map([...of].filter(([name]) => isPager(config, name)));
  const paged = gap(pagers(before, left), pagers(after, right));
  return paged.some(Boolean) ? `nobody is paged ${weekText(paged)}` : '';
}

/** The half hours at which somebody was told, and nobody is. */
function gap(before: Told, after: Told): Week {
  const at = (told: Told, index: number) => [...told.values()].some((week) => week[index]);
  return always.map((_, index) => at(before, index) && !at(after, index));
}

function add(groups: Map<string, Rerouted>, key: string, name: string, told: Omit<Rerouted, 'names'>): void {
  const group = groups.get(key);
  if (group) group.names.push(name);
  else groups.set(key, { names: [name], ...told });
}

/** What one has that the other has not, or at other hours. */
function minus(a: Told, b: Told): Told {
  return new Map([...a].filter(([receiver, week]) => !sameWeek(week, b.get(receiver))));
}

function sameWeek(a: Week, b: Week | undefined): boolean {
  return b !== undefined && a.every((on, index) => on === b[index]);
}

/** Receivers, and their hours where they are not all of the week on both sides. */
function describe(told: Told, other: Told = nobody): string {
  const hours = [...told.values(), ...other.values()].some((week) => !week.every(Boolean));
  return [...told].map(([name, week]) => (hours ? `${name} (${weekText(week)})` : name)).join(', ');
}

export function shown(pairs: readonly string[]): string {
  return pairs.length > 6 ? `${pairs.slice(0, 6).join(', ')} and ${pairs.length - 6} more` : pairs.join(', ');
}
