import type { ChannelMessage } from '../../types/messages.js';
import type { Difference } from '../../types/testing.js';
import { channelName } from './messages.js';

/** The line that every text of ours begins with: what has another first line is somebody else's. */
export const firstLine = 'obsctl message: ';

/** What people read of a message, as lines that can be compared: each piece, and what there is to know of it. */
export function snapshotText(title: string, { channel, receiver, to, parts, notes }: ChannelMessage): string {
  return [
    `${firstLine}${title}`,
    `${channelName(channel)} to ${to}, receiver ${receiver}`,
    '',
    ...parts.flatMap(({ name, text }) => partLines(name, text)),
    ...notes.map((note) => `(${note})`),
    '',
  ].join('\n');
}

/** Longer texts stand below their name; no line ends with a blank that nobody would see. */
function partLines(name: string, text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.replace(/ +$/, (blanks) => '·'.repeat(blanks.length)));
  if (lines.length === 1) return [`${name}: ${lines[0]}`];
  return [`${name}:`, ...lines.map((line) => (line === '' ? '' : `    ${line}`))];
}

/** What reads otherwise, stretch by stretch; as many as a person looks at. */
export function textDifferences(what: string, expected: string, actual: string): readonly Difference[] {
  const hunks = changedLines(expected.split('\n'), actual.split('\n'));
  const shown = hunks.slice(0, 8).map(
    ({ line, removed, added }): Difference => ({
      message: `${what} reads otherwise, line ${line}`,
      expected: removed,
      actual: added,
    }),
  );
  if (hunks.length <= shown.length) return shown;
  return [...shown, { message: `${what} reads otherwise in ${hunks.length - shown.length} more places` }];
}

interface Hunk {
  /** Of the expected text, from 1. */
  readonly line: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** The stretches that differ, by the longest common subsequence of the lines between the common ends. */
function changedLines(before: readonly string[], after: readonly string[]): readonly Hunk[] {
  let start = 0;
  while (start < Math.min(before.length, after.length) && before[start] === after[start]) start += 1;
  let end = 0;
  while (
    end < Math.min(before.length, after.length) - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end += 1;
  }
  const [a, b] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  const common = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const next = common[i + 1] as number[];
      (common[i] as number[])[j] =
        a[i] === b[j] ? (next[j + 1] as number) + 1 : Math.max(next[j] as number, common[i]?.[j + 1] as number);
    }
  }
  const hunks: { line: number; removed: string[]; added: string[] }[] = [];
  let [i, j] = [0, 0];
  let open: (typeof hunks)[number] | undefined;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      open = undefined;
      i += 1;
      j += 1;
      continue;
    }
    if (!open) {
      open = { line: start + i + 1, removed: [], added: [] };
      hunks.push(open);
    }
    const isRemoved = j >= b.length || (i < a.length && (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0));
    if (isRemoved) open.removed.push(a[i++] as string);
    else open.added.push(b[j++] as string);
  }
  return hunks;
}
