import type { AmConfig } from '../../alertmanager/model.js';
import type { Consequence } from '../../types/comparison.js';
import type { Facts } from './facts.js';
import { isPager, type Told, together, toldOf, valuesIn } from './told.js';
import { always, type Week, weekText } from './week.js';

/** Of which alerts somebody else is told, or at other hours. */
export function rerouted(before: Facts, left: AmConfig, after: Facts, right: AmConfig): Consequence[] {
  const values = valuesIn(left, right);
  const [own, now] = [toldOf(before.rules, left, values), toldOf(after.rules, right, values)];
  const groups = new Map<string, Rerouted>();
  for (const [name, byLabels] of now) {
    const earlier = own.get(name);
    if (!earlier) {
      const told = together([...byLabels.values()]);
      const pages = [...told.keys()].filter((receiver) => isPager(right, receiver));
      if (pages.length > 0)
        add(groups, `new ${pages.join()}`, name, {
          lost: nobody,
          gained: some(told, pages),
          kept: '',
          silent: '',
          of: '',
        });
      continue;
    }
    for (const one of changesOf(earlier, left, byLabels, right)) {
      add(groups, [describe(one.lost), describe(one.gained), one.kept, one.silent, one.of].join(' → '), name, one);
    }
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

type Change = Omit<Rerouted, 'names'>;

/** What changes for one alert: the same for all labels that it may have, or something else for some of them. */
function changesOf(
  before: ReadonlyMap<string, Told>,
  left: AmConfig,
  after: ReadonlyMap<string, Told>,
  right: AmConfig,
): Change[] {
  const all = [...after.keys()];
  if (all.length !== before.size || !all.every((labels) => before.has(labels))) {
    const [earlier, told] = [together([...before.values()]), together([...after.values()])];
    return changeOf(earlier, left, told, right, '');
  }
  const changes = all.map((labels) =>
    changeOf(before.get(labels) ?? nobody, left, after.get(labels) ?? nobody, right, labelsOf(labels, all)),
  );
  const distinct = new Set(changes.map((some) => JSON.stringify(some.map(wordsOf))));
  const [first] = changes;
  return first && distinct.size === 1 ? first.map((one) => ({ ...one, of: '' })) : changes.flat();
}

function wordsOf({ lost, gained, kept, silent }: Change): readonly string[] {
  return [describe(lost), describe(gained), kept, silent];
}

function changeOf(before: Told, left: AmConfig, after: Told, right: AmConfig, of: string): Change[] {
  const [lost, gained] = [minus(before, after), minus(after, before)];
  if (lost.size + gained.size === 0) return [];
  // who is told as before is only said where somebody is told no longer, and nobody instead
  const kept = gained.size === 0 ? fewOf(after) : '';
  return [{ lost, gained, kept, silent: hoursLost(before, left, after, right), of }];
}

/** By which of its labels it is told from the others: `team="data"`. */
function labelsOf(labels: string, all: readonly string[]): string {
  const others = all.map((one) => JSON.parse(one) as Record<string, string>);
  const own = Object.entries(JSON.parse(labels) as Record<string, string>);
  return own
    .filter(([label, value]) => others.some((other) => other[label] !== value))
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
    .join(', ');
}

/** Alerts for which the same changes: who is told of them no longer, who is now, and who is as before. */
interface Rerouted {
  readonly names: string[];
  readonly lost: Told;
  readonly gained: Told;
  readonly kept: string;
  /** At which hours nobody is told or paged any more. */
  readonly silent: string;
  /** Of which labels that is so, where not of all. */
  readonly of: string;
}

const nobody: Told = new Map();

function some(told: Told, receivers: readonly string[]): Told {
  return new Map([...told].filter(([name]) => receivers.includes(name)));
}

/** `A goes`, `3 alerts go`. */
function alertsDo(names: readonly string[], one: string, many: string, of = ''): string {
  const those = of === '' ? '' : ` with ${of}`;
  return names.length === 1 ? `${names[0]}${those} ${one}` : `${names.length} alerts${those} ${many}`;
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

function routeWords({ names, lost, gained, kept, of }: Rerouted): string {
  if (lost.size === 0) return `${alertsDo(names, 'also goes', 'also go', of)} to ${describe(gained)}`;
  if (gained.size === 0) {
    return `${alertsDo(names, 'no longer goes', 'no longer go', of)} to ${describe(lost)}, only to ${kept}`;
  }
  const onlyHours = lost.size === gained.size && [...lost.keys()].every((name) => gained.has(name));
  const instead = onlyHours ? hoursOf(lost) : describe(lost, gained);
  return `${alertsDo(names, 'goes', 'go', of)} to ${describe(gained, lost)} instead of ${instead}`;
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

function add(groups: Map<string, Rerouted>, key: string, name: string, told: Change): void {
  const group = groups.get(key);
  if (group) {
    if (!group.names.includes(name)) group.names.push(name);
  } else groups.set(key, { names: [name], ...told });
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
