import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { slots } from '../../src/testing/promtool/slots.js';

it('lets so many work at a time, in the order in which they came, whoever fails', async () => {
  const { run } = slots(2);
  const began: number[] = [];
  let working = 0;
  let most = 0;
  const all = await Promise.allSettled(
    Array.from({ length: 9 }, (_, index) =>
      run(async () => {
        began.push(index);
        working += 1;
        most = Math.max(most, working);
        await setTimeout(1);
        working -= 1;
        if (index % 3 === 0) throw new Error(String(index));
        return index;
      }),
    ),
  );
  expect(most).toBe(2);
  expect(began).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(all.map(({ status }) => status === 'fulfilled')).toEqual(began.map((index) => index % 3 !== 0));
});
