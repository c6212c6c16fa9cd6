/** What is said about tests. Types only: this file imports nothing. */

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A rule as a rule file holds it. */
export interface RuleBody {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly keep_firing_for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Rules, and the series they see: what an engine needs to say what they do. Times in seconds. */
export interface Simulation {
  /** In the order of evaluation. */
  readonly groups: readonly { readonly name: string; readonly interval: string; readonly rules: readonly RuleBody[] }[];
  /** Between two evaluations. */
  readonly every: number;
  /** Between two samples. */
  readonly step: number;
  /** In promtool's notation. */
  readonly series: readonly { readonly series: string; readonly values: string }[];
}

/** What became of one test. Only what was really checked has passed; `skipped` was not. */
export interface TestResult {
  readonly name: string;
  /** What it is about: rules, the route of an alert, a message, or all of it in one. */
  readonly kind: 'rules' | 'route' | 'message' | 'scenario';
  readonly environment: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly origin: Place;
  /** Why it was skipped. */
  readonly reason?: string;
  /** What is not as expected; none where it passed. */
  readonly differences: readonly Difference[];
}

/** One thing that is not as a test expects it. */
export interface Difference {
  /** One line: what, where, when. */
  readonly message: string;
  /** What was expected and what came, each a few lines that can be laid side by side. */
  readonly expected?: readonly string[];
  readonly actual?: readonly string[];
  /** What helps to see why: values at that time. */
  readonly notes?: readonly string[];
  /** The expectation's place, where it has one of its own. */
  readonly origin?: Place;
}

/** How many changes of the rules the tests noticed. */
export interface Mutation {
  readonly environment: string;
  readonly mutants: number;
  readonly killed: number;
  /** The same of the rules that page people, and of those that only compute. */
  readonly parts: readonly MutationPart[];
  /** Those that no test noticed. */
  readonly survivors: readonly {
    readonly rule: string;
    readonly kind: 'alert' | 'record';
    /** What was changed: `> became <, after up`. */
    readonly what: string;
    /** Why no test has to notice, where a definition says so. */
    readonly why?: string;
    readonly origin: Place;
  }[];
}

export interface MutationPart {
  readonly what: 'alert rules' | 'recording rules';
  readonly mutants: number;
  readonly killed: number;
  /** Survivors with a reason. */
  readonly explained: number;
}

/** How much of something the tests touch, and what they do not. */
export interface Coverage {
  /** `alert rules`, `routes` … */
  readonly what: string;
  readonly all: number;
  readonly tested: number;
  readonly untested: readonly { readonly name: string; readonly origin: Place }[];
}

export interface EnvironmentCoverage {
  readonly environment: string;
  readonly parts: readonly Coverage[];
}

/** What `obsctl test` found out. */
export interface TestReport {
  /** What became of each test. */
  readonly tests?: readonly TestResult[];
  /** What no test touches. */
  readonly coverage?: readonly EnvironmentCoverage[];
  /** Files that were written and removed, where messages were to be kept as they are. */
  readonly snapshots?: { readonly written: readonly string[]; readonly removed: readonly string[] };
  /** What the tests noticed of rules that were changed on purpose. */
  readonly mutation?: readonly Mutation[];
}
