import { expect, it } from 'vitest';
import { notificationData } from '../../src/gotemplate/alertmanager.js';
import { loadTemplates, renderField } from '../../src/gotemplate/library.js';
import { parseTime, zeroTime } from '../../src/gotemplate/time.js';
import { random } from '../promql/mutants.js';
import { isThere } from '../real/servers.js';
import { pooled, withAmtool } from './amtool.js';
import { pages, refusedPages } from './pages.js';
import { file, newer, refused, sample, snippets } from './snippets.js';

/** How many; more through OBSCTL_MUTANTS. */
const count = Number(process.env.OBSCTL_MUTANTS ?? 60);
const now = parseTime('2026-11-25T12:00:00Z') ?? zeroTime;
const tokens = [
  '{{',
  '}}',
  '(',
  ')',
  '|',
  '"',
  '.',
  '$',
  ':=',
  ' ',
  '-',
  '1',
  '1.5',
  'nil',
  'len',
  'index',
  'printf',
  '"a"',
  '.Alerts',
  '.Status',
  'end',
  'else',
  'range',
  'if',
  'with',
  'eq',
  'not',
  ',',
  '`',
  "'",
  '{{ end }}',
  '{{ else }}',
  '{{- ',
  ' -}}',
  '<',
  '=',
  '%d',
  '%v',
];

function mutants(seeds: readonly string[], seed: number): string[] {
  const next = random(seed);
  const pick = <T>(all: readonly T[]) => all[Math.floor(next() * all.length)] as T;
  return Array.from({ length: count }, () => {
    const text = pick(seeds);
    const pieces = text.match(/\{\{-?|-?\}\}|[\w.$]+|"(?:[^"\\]|\\.)*"|\s+|./g) ?? [];
    const at = Math.floor(next() * (pieces.length + 1));
    const kind = next();
    if (kind < 0.35) pieces.splice(at, 1);
    else if (kind < 0.7) pieces.splice(at, 1, pick(tokens));
    else if (kind < 0.9) pieces.splice(at, 0, pick(tokens));
    else pieces.splice(at, 1, ...pieces.slice(at, at + 1), ...pieces.slice(at, at + 1));
    return pieces.join('');
  });
}

it.skipIf(!isThere('forky')).each(['text', 'html'] as const)(
  `${count} mutated templates are judged as amtool does: %s`,
  { timeout: 900_000 },
  async (type) => {
    const seeds =
      type === 'html'
        ? [...pages, ...refusedPages].filter((one) => !/script|style|onclick|safeHtml|html/.test(one))
        : [...snippets, ...refused, ...(newer['0.28'] ?? [])];
    const all = mutants(
      seeds.filter((one) => !one.includes('now') && !one.includes('since')),
      Number(process.env.OBSCTL_SEED ?? 7),
    );
    const theirs = await withAmtool('forky', { templates: file, data: sample }, (amtool) =>
      pooled(all, (one) => amtool(one, type)),
    );
    const { library } = loadTemplates([file], { now, version: '0.33' });
    const data = { ...notificationData(sample, '0.33'), type: 'template.Data' };
    const differing = all.flatMap((text, index) => {
      const { text: our, problem } = renderField(text, data, library, { html: type === 'html' });
      const { text: their, error } = theirs[index] ?? {};
      // Go refuses a page of which only a branch that is not taken is wrong; we look at what is written
      const untaken = type === 'html' && their === undefined && /\b(if|else|with|range)\b/.test(text);
      return our === their || untaken ? [] : [{ text, theirs: their ?? error, ours: our ?? problem?.message }];
    });
    expect(differing).toEqual([]);
  },
);
