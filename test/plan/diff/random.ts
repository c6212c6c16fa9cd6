/** Numbers that look like chance and are the same each time: mulberry32. */
export function randomFrom(seed: number) {
  let state = seed;
  const fraction = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit: number) => Math.floor(fraction() * limit);
  return {
    below,
    chance: (share: number) => fraction() < share,
    pick: <T>(list: readonly T[]) => list[below(list.length)] as T,
  };
}

export type Random = ReturnType<typeof randomFrom>;
