import { isUserError } from '../../errors.js';
import type { Diagnostic, Edit } from '../../types.js';

/** Files by their name. */
export type Texts = ReadonlyMap<string, string>;

export interface Mended {
  readonly texts: Texts;
  /** What was found and is mended now, each where it stood when it was found. */
  readonly fixed: readonly Diagnostic[];
  /** What is still found. */
  readonly left: readonly Diagnostic[];
}

/** One mended thing can uncover another, but not for ever. */
const rounds = 10;

/**
 * Makes the edits of what was found, and looks again. Texts in which something would then be wrong that was right before
 * are not taken, so a fix never breaks a file.
 */
export function mend(
  given: Texts,
  found: readonly Diagnostic[],
  findings: (texts: Texts) => readonly Diagnostic[],
): Mended {
  let state: Mended = { texts: given, fixed: [], left: found };
  for (let round = 0; round < rounds; round++) {
    const chosen = apart(state.left.filter(({ edit }) => edit));
    if (chosen.length === 0) break;
    const texts = edited(
      state.texts,
      chosen.flatMap(({ edit }) => edit ?? []),
    );
    const left = safely(() => findings(texts));
    if (!left || brokenBy(left, state.left)) break;
    state = { texts, fixed: [...state.fixed, ...chosen], left };
  }
  return state;
}

/** Without those whose edits touch what another one changes; their turn comes when the file was read again. */
function apart(found: readonly Diagnostic[]): Diagnostic[] {
  const ends = new Map<string, number>();
  const inOrder = [...found].sort((a, b) => (a.edit?.start ?? 0) - (b.edit?.start ?? 0));
  return inOrder.filter(({ edit }) => {
    if (!edit || edit.start < (ends.get(edit.file) ?? 0)) return false;
    ends.set(edit.file, Math.max(edit.end, edit.start + 1));
    return true;
  });
}

function edited(texts: Texts, edits: readonly Edit[]): Texts {
  const changed = new Map(texts);
  // from the end, so that what stands before keeps its place
  for (const { file, start, end, text } of edits.toSorted((a, b) => b.start - a.start)) {
    const old = changed.get(file);
    if (old !== undefined) changed.set(file, old.slice(0, start) + text + old.slice(end));
  }
  return changed;
}

function brokenBy(now: readonly Diagnostic[], before: readonly Diagnostic[]): boolean {
  const key = ({ code, message, origin }: Diagnostic) => `${origin?.file} ${code} ${message}`;
  const known = new Set(before.map(key));
  return now.some((one) => one.severity === 'error' && !known.has(key(one)));
}

function safely(findings: () => readonly Diagnostic[]): readonly Diagnostic[] | undefined {
  try {
    return findings();
  } catch (error) {
    if (isUserError(error)) return undefined;
    throw error;
  }
}
