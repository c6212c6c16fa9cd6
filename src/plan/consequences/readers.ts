import { parse } from '../../promql/parse.js';
import { selectorsIn } from '../../promql/walk.js';
import type { Consequence } from '../../types/comparison.js';
import type { Facts, Rule } from './facts.js';

/** Who reads a series: alerts, recording rules, panels; those behind a recording rule as well. */
export interface Readers {
  readonly alerts: readonly string[];
  readonly records: readonly string[];
  readonly panels: readonly string[];
}

/** What depends on recording rules that changed or went, and on metrics that went. */
export function readerConsequences(before: Facts, after: Facts): Consequence[] {
  return [...changedRecords(before, after), ...lostMetrics(before, after)];
}

function changedRecords(before: Facts, after: Facts): Consequence[] {
  const own = byRecord(before.rules);
  const now = byRecord(after.rules);
  return [...own].flatMap(([name, text]): Consequence[] => {
    const other = now.get(name);
    if (other === text) return [];
    const readers = readersOf(name, after);
    if (isNobody(readers)) return [];
    if (other === undefined) {
      return [
        {
          weight: 'risk',
          code: 'record/lost',
          message: `${name} is no longer recorded, but still read by ${listed(readers)}`,
        },
      ];
    }
    return [
      {
        weight: 'note',
        code: 'record/changed',
        message: `${name} counts otherwise, and is read by ${listed(readers)}`,
      },
    ];
  });
}

/** Everything that a name is recorded from, as one text. */
function byRecord(rules: readonly Rule[]): Map<string, string> {
  const records = new Map<string, string>();
  for (const { name, alert, expr, labels } of rules) {
    if (!alert) records.set(name, `${records.get(name) ?? ''}\n${expr} ${JSON.stringify(labels)}`);
  }
  return records;
}

function lostMetrics(before: Facts, after: Facts): Consequence[] {
  const { metrics: own } = before;
  const { metrics: now } = after;
  if (!own || !now) return [];
  return [...own].flatMap((name): Consequence[] => {
    if (now.has(name)) return [];
    const readers = readersOf(name, after);
    const read = isNobody(readers)
      ? 'nothing reads it any more'
      : `still read by ${listed(readers)}, which will find nothing`;
    const weight = isNobody(readers) ? 'note' : 'risk';
    return [{ weight, code: 'metric/removed', message: `${name} is gone from the catalogue; ${read}` }];
  });
}

function readersOf(name: string, facts: Facts): Readers {
  const [alerts, records, panels] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const wanted = [name];
  for (let next = wanted.pop(); next !== undefined; next = wanted.pop()) {
    for (const rule of facts.rules) {
      if (!reads(rule.expr, next)) continue;
      if (rule.alert) alerts.add(rule.name);
      else if (!records.has(rule.name) && rule.name !== name) {
        records.add(rule.name);
        wanted.push(rule.name);
      }
    }
    for (const { dashboard, panel, expr } of facts.queries)
      if (reads(expr, next)) panels.add(`${panel} on ${dashboard}`);
  }
  return { alerts: [...alerts], records: [...records], panels: [...panels] };
}

const known = new Map<string, ReadonlySet<string>>();

function reads(text: string, name: string): boolean {
  if (!text.includes(name)) return false;
  let names = known.get(text);
  if (!names) {
    const { expr } = parse(text, { variables: true });
    names = new Set(expr ? selectorsIn(expr).flatMap((selector) => selector.name ?? []) : []);
    known.set(text, names);
  }
  return names.has(name);
}

function isNobody({ alerts, records, panels }: Readers): boolean {
  return alerts.length + records.length + panels.length === 0;
}

function listed({ alerts, records, panels }: Readers): string {
  const named = (names: readonly string[], noun: string) => {
    if (names.length < 2) return names.map((name) => `the ${noun} ${name}`);
    return [counted(names, noun).replace(/: (.*)$/s, ' ($1)')];
  };
  const parts = [...named(alerts, 'alert'), ...named(records, 'recording rule'), ...named(panels, 'panel')];
  return [...parts.slice(0, -2), parts.slice(-2).join(' and ')].join(', ');
}

/** `3 alerts: A, B, C`, and of many only the first. */
export function counted(names: readonly string[], noun: string, limit = 6): string {
  if (names.length === 0) return '';
  const shown = names.length > limit ? [...names.slice(0, limit), `and ${names.length - limit} more`] : names;
  return `${names.length} ${noun}${names.length === 1 ? '' : 's'}: ${shown.join(', ')}`;
}
