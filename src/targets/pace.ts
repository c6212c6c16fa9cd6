/** Runs jobs side by side: fewer once a server says that it is too much, and slowly more again. */
export interface Pace {
  readonly run: <T>(job: () => Promise<T>) => Promise<T>;
  readonly slower: () => void;
  readonly width: () => number;
}

/** After so many jobs without a complaint there is one more at a time. */
const patience = 25;

export function createPace(most = 8): Pace {
  let width = most;
  let under = 0;
  let quiet = 0;
  const waiting: (() => void)[] = [];
  const next = () => {
    while (under < width && waiting.length > 0) {
      under += 1;
      waiting.shift()?.();
    }
  };
  return {
    async run(job) {
      await new Promise<void>((go) => {
        waiting.push(go);
        next();
      });
      try {
        return await job();
      } finally {
        under -= 1;
        quiet += 1;
        if (quiet >= patience && width < most) {
          width += 1;
          quiet = 0;
        }
        next();
      }
    },
    slower() {
      width = Math.max(1, Math.floor(width / 2));
      quiet = 0;
    },
    width: () => width,
  };
}

/** Each of them, so many at a time, in the order given. */
export function each<T, R>(pace: Pace, all: readonly T[], job: (one: T) => Promise<R>): Promise<R[]> {
  return Promise.all(all.map((one) => pace.run(() => job(one))));
}
