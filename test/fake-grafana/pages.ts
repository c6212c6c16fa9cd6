import { type Answer, type Json, ok } from './answer.js';
import type { Asked } from './asked.js';
import type { Stored } from './world.js';

/** One page of a LIST, whole objects or only their metadata; a page may be smaller than what was asked for. */
export function pageOf(
  { world, query, headers }: Asked,
  all: readonly Stored[],
  how: { readonly kind: string; readonly apiVersion: string; readonly shown: (stored: Stored) => Json },
): Answer {
  const selected = all.filter((stored) => matches(stored, query.get('labelSelector')));
  const limit = Math.min(Number(query.get('limit') ?? 0) || Number.POSITIVE_INFINITY, world.settings.pageSize);
  const token = query.get('continue');
  const start = token ? Number(Buffer.from(token, 'base64').toString()) : 0;
  const end = start + limit;
  const items = selected.slice(start, end).map(how.shown);
  const latest = Math.max(0, ...all.map(({ updated }) => Date.parse(updated)));
  const about = {
    resourceVersion: world.edition.storage === 'unified' ? world.nextResourceVersion() : String(latest * 1000),
    ...(end < selected.length ? { continue: Buffer.from(String(end)).toString('base64') } : {}),
  };
  if (headers.accept?.includes('as=PartialObjectMetadataList')) {
    const apiVersion = 'meta.k8s.io/v1';
    const bare = items.map(({ metadata }) => ({ kind: 'PartialObjectMetadata', apiVersion, metadata }));
    return ok({ kind: 'PartialObjectMetadataList', apiVersion, metadata: about, items: orNull(bare) });
  }
  return ok({ kind: how.kind, apiVersion: how.apiVersion, metadata: about, items: items });
}

/** A list of nothing has no items at all. */
const orNull = (items: readonly unknown[]) => (items.length > 0 ? items : null);

/** `key=value`, one of them. */
function matches({ labels }: Stored, selector: string | null): boolean {
  if (!selector) return true;
  const [key = '', value] = selector.split('=');
  return labels[key] === value;
}
