import { httpErrorRate, httpObservedRate, httpRate, httpSlowRate } from './recording/http.js';

/** What users are promised over 30 days. `budget` is the share of bad events that may happen. */
export const slos = [
  { name: 'http-availability', bad: httpErrorRate, total: httpRate, budget: 0.001 },
  { name: 'http-latency', bad: httpSlowRate, total: httpObservedRate, budget: 0.01 },
] as const;

/** Days over which a budget is spent. */
export const sloPeriodDays = 30;
