/** What `obsctl explain` says. Types only. */
import type { Severity } from '../types.js';

/** Of a check: what it finds and why; the examples say what reads the query: `alert: up == 0`. */
export interface Explanation {
  readonly code: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly why: string;
  readonly good: readonly string[];
  readonly bad: readonly string[];
}

/** Of what is said elsewhere: while definitions are read, of a plan, of a server. */
export interface MessageExplanation {
  readonly code: string;
  readonly summary: string;
  readonly todo: string;
}

/** Codes of one group, the part before the slash. */
export interface CodeGroup {
  readonly group: string;
  readonly codes: readonly { readonly code: string; readonly severity?: Severity; readonly summary: string }[];
}
