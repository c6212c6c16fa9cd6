import type { Simulation } from '../types/testing.js';

/** Something to ask of a simulation, at a time in seconds. */
export type Question =
  | { readonly ask: 'query'; readonly expr: string; readonly at: number }
  /** The alerts of this name that fire, with their annotations as people read them. */
  | { readonly ask: 'alerts'; readonly alert: string; readonly at: number };

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Alert {
  /** Without `alertname`. */
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** To a query its samples, to alerts those that fire; or why the query has no answer. */
export type Answer =
  | { readonly samples: readonly Sample[] }
  | { readonly alerts: readonly Alert[] }
  | { readonly error: string };

export interface Job {
  readonly simulation: Simulation;
  readonly questions: readonly Question[];
}

/** Why a job has no answers at all: its series or rules are none, or a rule could not be evaluated. */
export interface Refusal {
  readonly refused: string;
  /** Of that rule, the name. */
  readonly rule?: string;
}

/** Answers in the order of the questions. */
export type Answers = readonly Answer[] | Refusal;

export const isRefusal = (answers: Answers): answers is Refusal => 'refused' in answers;

/** Evaluates rules over series and answers questions. */
export type Engine = (jobs: readonly Job[], progress?: (done: number) => void) => Promise<readonly Answers[]>;
