import { join } from 'node:path';
import { cacheFolder } from '../../load/cache-folder.js';
import { readCached, writeCached } from '../../load/cached-file.js';
import { sha256 } from '../../targets/sha256.js';

/** Answers of servers, kept from one run to the next. */
export interface KeptAnswers {
  readonly get: (question: string) => unknown;
  readonly keep: (question: string, answer: unknown) => void;
  readonly forget: (question: string) => void;
  /** Writes what was kept; what is too old is forgotten. */
  readonly save: () => void;
  /** How many were found. */
  readonly used: () => number;
}

interface Kept {
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly answer: unknown;
}

/**
 * Keeps answers for some minutes; for none, it knows nothing and keeps nothing. Answers in which something was found
 * have to be forgotten: whoever mends it asks again at once, and wants to hear of it. Questions are kept as hashes, with
 * whom they were asked: in an address or a link there may be a password.
 */
export function keptAnswers(options: {
  readonly root: string;
  /** Who is asked: the access to the server, as it is configured. */
  readonly asked: unknown;
  readonly minutes: number;
  /** In milliseconds since 1970. */
  readonly now: number;
}): KeptAnswers {
  const { root, asked, minutes, now } = options;
  if (minutes <= 0) return { get: () => undefined, keep: () => {}, forget: () => {}, save: () => {}, used: () => 0 };
  const file = join(cacheFolder(root), `live-${hashOf(asked).slice(0, 12)}.json`);
  // what is from the future was kept by a clock that was wrong
  const fresh = ({ at }: Kept) => at <= now && now - at < minutes * 60_000;
  const known = new Map(Object.entries(readCached<Record<string, Kept>>(file) ?? {}).filter(([, kept]) => fresh(kept)));
  const key = (question: string) => hashOf([asked, question]);
  let used = 0;
  return {
    get: (question) => {
      const kept = known.get(key(question));
      if (kept) used += 1;
      return kept?.answer;
    },
    keep: (question, answer) => void known.set(key(question), { at: now, answer }),
    forget: (question) => void known.delete(key(question)),
    save: () => writeCached(file, JSON.stringify(Object.fromEntries(known)), 0o600),
    used: () => used,
  };
}

function hashOf(what: unknown): string {
  return sha256(JSON.stringify(what));
}
