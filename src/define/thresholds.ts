import { mustFit, type OptionsOf } from './options.js';

/** Where the colour of a value changes. The first step has no value: it colours everything below the second. */
export interface ThresholdStep {
  readonly color: 'green' | 'yellow' | 'orange' | 'red' | 'blue' | 'transparent';
  readonly from?: number;
}

export type Thresholds = readonly ThresholdStep[];

/** Of an option that holds thresholds. */
export const thresholdSteps: { readonly each: OptionsOf<ThresholdStep> } = {
  each: {
    color: { oneOf: { green: true, yellow: true, orange: true, red: true, blue: true, transparent: true } },
    from: 'number?',
  },
};

/** What a number is called: `{ 0: { text: 'Healthy', color: 'green' } }`. */
export type ValueNames = Readonly<Record<string, { readonly text: string; readonly color: string }>>;

interface Limits {
  readonly yellow?: number;
  readonly red?: number;
}

const limitOptions: OptionsOf<Limits> = { yellow: 'number?', red: 'number?' };

/** Green, yellow from the first number, red from the second; more is worse. */
export function above(limits: Limits): Thresholds {
  mustFit('above()', limits, limitOptions);
  return [
    { color: 'green' },
    ...(limits.yellow === undefined ? [] : [{ color: 'yellow', from: limits.yellow } as const]),
    ...(limits.red === undefined ? [] : [{ color: 'red', from: limits.red } as const]),
  ];
}

/** Green, yellow below the first number, red below the second; less is worse. */
export function below(limits: Limits): Thresholds {
  mustFit('below()', limits, limitOptions);
  const { yellow, red } = limits;
  if (red === undefined) return [{ color: 'yellow' }, { color: 'green', from: yellow ?? 0 }];
  if (yellow === undefined) return [{ color: 'red' }, { color: 'green', from: red }];
  return [{ color: 'red' }, { color: 'yellow', from: red }, { color: 'green', from: yellow }];
}

interface Corridor {
  readonly redBelow: number;
  readonly yellow: number;
  readonly red: number;
}

const corridorOptions: OptionsOf<Corridor> = { redBelow: 'number', yellow: 'number', red: 'number' };

/** Red below `redBelow`, green, then yellow and red again above: for values that may be too low and too high. */
export function between(limits: Corridor): Thresholds {
  mustFit('between()', limits, corridorOptions);
  return [
    { color: 'red' },
    { color: 'green', from: limits.redBelow },
    { color: 'yellow', from: limits.yellow },
    { color: 'red', from: limits.red },
  ];
}
