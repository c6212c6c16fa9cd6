import type { Comparison, Difference } from '../../types/comparison.js';
import { cell, quoted } from '../cell.js';
import { type Block, blocksOf, consequencesIn, type Following, listedIn } from './blocks.js';
import { count, valueLines } from './values.js';

/** By this a comment is found again, to be brought up to date instead of adding another. */
export const marker = '<!-- obsctl diff -->';

/** GitHub takes 65,536 characters. */
const limit = 60_000;
const longestTable = 20;
const longestList = 10;
const longestCell = 220;
const longestValue = 60;

const signs: Readonly<Record<Difference['op'], string>> = { added: '➕', removed: '➖', changed: '✏️', moved: '↔️' };

/** A comment on a change: what to look at first, a short table, and the details folded. */
export function diffMarkdown(comparison: Comparison): string {
  const { left, right, changes, notes } = comparison;
  const sides = `${quoted(left)} → ${quoted(right)}`;
  if (changes.length === 0 && comparison.consequences.length === 0) {
    return `${[marker, `**obsctl diff** ${sides}: no difference`, ...notes.map(noted)].join('\n\n')}\n`;
  }
  const blocks = blocksOf(comparison);
  const following = consequencesIn(comparison);
  const parts = [
    marker,
    `**obsctl diff** ${sides}: ${summaryText(comparison)}`,
    ...list('⚠️ **Look at this first**', following, 'risk'),
    ...(blocks.length === 0 ? [] : [table(blocks)]),
    ...list('**What follows from it**', following, 'note'),
    ...notes.map(noted),
  ];
  return `${withDetails(parts, blocks)}\n`;
}

export function summaryText({ summary }: Pick<Comparison, 'summary'>): string {
  const counted = (['added', 'removed', 'changed', 'moved'] as const).filter((op) => summary[op] > 0);
  return counted.length === 0 ? 'no difference' : counted.map((op) => `${summary[op]} ${op}`).join(', ');
}

function noted(note: string): string {
  return `_${cell(note)}_`;
}

function list(title: string, all: readonly Following[], weight: Following['weight']): string[] {
  const chosen = all.filter((one) => one.weight === weight);
  if (chosen.length === 0) return [];
  const lines = chosen.map(({ message, environments }) => `- ${short(cell(message), 600)}${inside(environments)}`);
  const [shown, folded] = [lines.slice(0, longestList), lines.slice(longestList)];
  const rest = folded.length === 0 ? [] : [details(`${folded.length} more`, folded.join('\n'))];
  return [`${title}\n\n${shown.join('\n')}`, ...rest];
}

function inside(environments: readonly string[]): string {
  return environments.length > 0 ? ` _(${cell(environments.join(', '))})_` : '';
}

/** A row for each change, or where they are many, one for each dashboard, rule group or file. */
function table(blocks: readonly Block[]): string {
  const all = blocks.flatMap(listedIn).length;
  const rows = all <= longestTable ? blocks.flatMap(changeRows) : blocks.map(blockRow);
  const shown = rows.slice(0, 2 * longestTable);
  const left = rows.length - shown.length;
  return [
    '| | where | what changed |',
    '|---|---|---|',
    ...shown,
    ...(left > 0 ? [`| | … | ${left} more |`] : []),
  ].join('\n');
}

function changeRows(block: Block): string[] {
  const { where, environments } = block;
  return listedIn(block).map((change) => {
    const what = change.what === where ? '' : `**${cell(change.what)}** `;
    const words = short(`${what}${cell(change.words)}`, longestCell);
    return `| ${signs[change.op]} | ${cell(where)}${inside(environments)} | ${words} |`;
  });
}

function blockRow({ where, environments, changes }: Block): string {
  const ops = (['added', 'removed', 'changed', 'moved'] as const).flatMap((op) => {
    const some = changes.filter((change) => change.op === op);
    return some.length === 0 ? [] : [`${some.length} ${op}`];
  });
  const first = [...new Set(changes.map(({ what }) => what))].slice(0, 3).map(cell).join(', ');
  return `| ${signs[changes[0]?.op ?? 'changed']} | ${cell(where)}${inside(environments)} | ${ops.join(', ')}: ${first} |`;
}

/** As many details as there is room for; what is left out is counted. */
function withDetails(parts: readonly string[], blocks: readonly Block[]): string {
  let text = parts.join('\n\n');
  const folded = blocks.map(blockDetails);
  const notice = (left: number) =>
    `_The details of ${count(left, 'entry')} are left out: a comment has no room for them. ` +
    '`obsctl diff --full` shows all._';
  for (const [index, one] of folded.entries()) {
    const rest = folded.length - index - 1;
    const needed = text.length + one.length + 2 + (rest > 0 ? notice(rest).length + 2 : 0);
    if (needed > limit) return `${text}\n\n${notice(folded.length - index)}`;
    text = `${text}\n\n${one}`;
  }
  return text;
}

function blockDetails({ where, environments, changes }: Block): string {
  const title = `${html(where)}${environments.length > 0 ? ` (${html(environments.join(', '))})` : ''}`;
  return details(`${title}: ${count(changes.length, 'change')}`, changes.map(changeDetails).join('\n\n'));
}

function details(title: string, text: string): string {
  return `<details><summary>${title}</summary>\n\n${text}\n\n</details>`;
}

function changeDetails(change: Difference): string {
  const head = `${signs[change.op]} **${cell(change.what)}** ${short(cell(change.words), longestCell)}`;
  if (change.op === 'moved') return head;
  const lines = markedLines(valueLines(change.before), valueLines(change.after));
  const fence = '`'.repeat(
    Math.max(3, ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length + 1))),
  );
  return `${head}\n\n${fence}diff\n${lines.join('\n')}\n${fence}`;
}

const context = 2;

/** Lines that only one side has, and a few of those around them. */
function markedLines(before: readonly string[], after: readonly string[]): string[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const until = after.length - end;
  return [
    ...after.slice(Math.max(0, start - context), start).map((line) => `  ${line}`),
    ...cutLines(before.slice(start, before.length - end)).map((line) => `- ${line}`),
    ...cutLines(after.slice(start, until)).map((line) => `+ ${line}`),
    ...after.slice(until, until + context).map((line) => `  ${line}`),
  ];
}

function cutLines(lines: readonly string[]): readonly string[] {
  if (lines.length <= longestValue) return lines;
  return [...lines.slice(0, longestValue), `… ${lines.length - longestValue} more lines`];
}

function short(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).replace(/\\+$/, '')}…`;
}

function html(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
