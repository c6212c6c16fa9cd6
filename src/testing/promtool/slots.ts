/** How many may work at the same time, and how to get a turn. */
export interface Slots {
  readonly count: number;
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
}

/** Lets so many work at the same time; the others wait, and get their turn in the order in which they came. */
export function slots(count: number): Slots {
  let free = count;
  const waiting: (() => void)[] = [];
  const run = async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
  return { count, run };
}
