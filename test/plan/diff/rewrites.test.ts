import { describe, expect, it } from 'vitest';
import { canonical } from '../../../src/plan/canonical/canonical.js';
import { compareSides } from '../../../src/plan/diff/sides.js';
import { ownEnvironment } from '../../helpers/environment.js';
import { randomFrom } from './random.js';
import { rewritten } from './rewrites.js';

/** Ten thousand were looked at once: OBSCTL_REWRITES=10000. */
const count = Number(process.env.OBSCTL_REWRITES ?? 600);

/** Another seed, other rewrites: OBSCTL_SEED=7. */
const seed = Number(process.env.OBSCTL_SEED ?? 1_000);

const bodies = ownEnvironment('prod').resources.map(({ kind, id, body }) => ({
  kind,
  id,
  body: typeof body === 'string' || kind === 'blackbox/config' ? body : JSON.parse(JSON.stringify(body)),
}));

describe('a thing and itself, written by somebody else', () => {
  it(`are the same, in each of ${count} rewrites`, { timeout: 60_000 + 300 * count }, () => {
    const random = randomFrom(seed + count);
    for (let index = 0; index < count; index++) {
      const { kind, id, body } = random.pick(bodies);
      const other = rewritten(kind, body, random);
      const side = (of: unknown) => [{ kind, id, body: () => of }];
      const { changes } = compareSides(side(body), side(other));
      if (changes.length > 0) expect({ index, kind, id, changes }).toEqual({ index, kind, id, changes: [] });
      expect(canonical(kind, other), `${index} ${kind} ${id}`).toEqual(canonical(kind, body));
    }
  });
});
