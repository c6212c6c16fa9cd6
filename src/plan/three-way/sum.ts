import { createHash } from 'node:crypto';
import type { Kind } from '../../types.js';
import { canonical } from '../canonical/canonical.js';

/** The checksum of what a body means: bodies of equal meaning share it. */
export function sumOf(kind: Kind, body: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(inOrder(kind, body)) ?? '')
    .digest('hex');
}

/** What somebody else wrote may be so broken that it has no canonical form: then it is only equal to itself. */
function inOrder(kind: Kind, body: unknown): unknown {
  try {
    return canonical(kind, body);
  } catch {
    return body;
  }
}
