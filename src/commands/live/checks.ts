import type { Severity } from '../../types.js';

interface LiveCheck {
  readonly severity: Severity;
  readonly summary: string;
  readonly todo: string;
}

/** What only a server can tell. The answer is the server's, so there are no examples of right and wrong. */
export const liveChecks = {
  'live/no-metric': {
    severity: 'warning',
    summary: 'the server has no series of this name',
    todo: 'it may be exposed under another name, or only after something has happened',
  },
  'live/no-series': {
    severity: 'warning',
    summary: 'the server has the metric, and none with these labels',
    todo: 'compare the labels with those of the server',
  },
  'live/no-label': {
    severity: 'warning',
    summary: 'a query groups, matches or copies by a label that no series of the server has',
    todo: 'compare the label with those of the server; grouped by a label that is not there, all is one',
  },
  'live/refused': {
    severity: 'error',
    summary: 'the server refuses a query',
    todo: 'see what it says; it may be older than the environment states',
  },
  'live/many-series': {
    severity: 'warning',
    summary: 'a rule returns more series than are budgeted',
    todo: 'aggregate it, or raise live.series in the configuration',
  },
  'live/slow': {
    severity: 'warning',
    summary: 'a rule takes longer than is budgeted, and delays its group',
    todo: 'record parts of it, read fewer series, or raise live.seconds in the configuration',
  },
  'live/empty': {
    severity: 'info',
    summary: 'a rule records nothing now',
    todo: 'what it reads may be there only at times',
  },
  'live/runbook-link': {
    severity: 'warning',
    summary: 'the link to a runbook does not answer',
    todo: 'whoever is paged follows it: write the page, correct the link, or make it answer from here',
  },
} as const satisfies Readonly<Record<string, LiveCheck>>;

export type LiveCode = keyof typeof liveChecks;

/** What was found where, before the configuration says how much it matters. */
export interface LiveNote {
  readonly code: LiveCode;
  readonly message: string;
  readonly help: string;
  /** What of the message is the same wherever it has the same cause. Default: all of it. */
  readonly cause?: string;
}
