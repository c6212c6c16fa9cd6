import { alertNoCondition } from './alert-no-condition.js';
import type { Check, QueryCheck } from './check.js';
import { panelRateInterval } from './panel-rate-interval.js';
import { promqlBareCounter } from './promql-bare-counter.js';
import { promqlQuantileLe } from './promql-quantile-le.js';
import { promqlRateOfSum } from './promql-rate-of-sum.js';
import { promqlRegexp } from './promql-regexp.js';
import { promqlSyntax, promqlType } from './promql-syntax.js';

/** Every check of a single query; a new one is one file and its line here. */
export const queryChecks: readonly QueryCheck[] = [
  promqlQuantileLe,
  promqlRateOfSum,
  promqlBareCounter,
  promqlRegexp,
  panelRateInterval,
  alertNoCondition,
];

/** What `obsctl explain` knows: those, and what makes a query none. */
export const checks: readonly Check[] = [promqlSyntax, promqlType, ...queryChecks];
