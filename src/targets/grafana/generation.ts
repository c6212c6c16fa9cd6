import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../../json.js';
import type { Write } from '../../types/target.js';
import type { Answer } from '../client.js';
import { objectOf, textOf } from './json.js';

/**
 * The generation that a write leads to. The server counts changes of content and place, and of nothing else: a mark
 * that named a later one would take the next change, which is somebody else's, for ours.
 */
export function generationAfter({ live, resource }: Write, metadata: Json | undefined): number {
  if (!live) return 1;
  const now = Number(metadata?.generation ?? 0);
  return isDeepStrictEqual(live.body, resource?.body) ? now : now + 1;
}

/** Where the server counts otherwise than was foreseen, the mark is written once more. */
export async function withTrueGeneration(
  { live }: Write,
  answer: Answer,
  sent: number,
  again: (now: { readonly generation: number; readonly resourceVersion?: string }) => Promise<Answer>,
): Promise<Answer> {
  const { generation, resourceVersion } = objectOf(objectOf(answer.json).metadata);
  if (!answer.ok || typeof generation !== 'number' || generation === sent) return answer;
  const version = textOf(resourceVersion) || live?.version;
  // one that fails leaves a mark that says that somebody was there: then it is read and compared
  const second = await again({ generation, ...(version ? { resourceVersion: version } : {}) }).catch(() => answer);
  return second.ok ? second : answer;
}
