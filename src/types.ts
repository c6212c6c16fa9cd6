/** The nouns of obsctl. Types only: this file imports nothing. */

/** A place in the user's TypeScript, or in a file that was given to us. Line and column count from 1, columns in UTF-16 units. */
export interface Origin {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The first place after it, where its extent is known. */
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** The keys and positions that lead to a part of a plain value. */
export type Path = readonly (string | number)[];

/** A file as its server reads it, wherever it comes from: something to check. */
export interface Subject {
  readonly kind: 'dashboard' | 'rules' | 'alertmanager';
  readonly body: unknown;
  /** Where the part at a path stands, or of a text the characters from `start` to `end`. */
  readonly place: (path: Path, span?: { readonly start: number; readonly end: number }) => Origin;
  /** Whether somebody accepts what a check finds there. */
  readonly excepted?: (code: string, path: Path) => boolean;
  /** Whether definitions of ours made it: then a place is that of the definition, which a message has to name. */
  readonly own: boolean;
}

/** What obsctl can emit. The list is closed: a new kind is a change of the contract. */
export type Kind =
  | 'grafana/dashboard'
  | 'grafana/dashboard-provider'
  | 'grafana/datasources'
  | 'prometheus/config'
  | 'prometheus/flags'
  | 'prometheus/rules'
  | 'prometheus/scrape'
  | 'alertmanager/config'
  | 'alertmanager/template'
  | 'blackbox/config'
  | 'otel/collector'
  | 'otel/sdk-env';

/** The identity of a resource within one environment. */
export interface Ref {
  readonly kind: Kind;
  readonly id: string;
}

/** Exactly what is written or pushed. `path` is relative to the environment's output folder. */
export interface Resource extends Ref {
  readonly path: string;
  /** A plain value for `.json` and `.yaml` files, the text itself for everything else. */
  readonly body: unknown;
  readonly origin: Origin;
}

export type Severity = 'error' | 'warning' | 'info';

/** Something to say about the user's input. Findings are data, never exceptions. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly help?: string;
  readonly origin?: Origin;
  readonly resource?: Ref;
}

/** One environment's resources as they stand in its output folder. */
export interface BuiltEnvironment {
  readonly name: string;
  /** The folder, relative to the project. */
  readonly out: string;
  readonly resources: readonly BuiltResource[];
  /** Files written, removed and left alone by this build. */
  readonly files: { readonly written: number; readonly removed: number; readonly unchanged: number };
}

export interface BuiltResource extends Ref {
  readonly path: string;
  readonly sha256: string;
}

/** What a check finds and why; the examples say what reads the query: `alert: up == 0`. */
export interface Explanation {
  readonly code: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly why: string;
  readonly good: readonly string[];
  readonly bad: readonly string[];
}

/** What a command found out; reporters turn it into text, `cli.ts` into an exit code. */
export interface Report {
  readonly command: string;
  readonly exitCode: number;
  readonly diagnostics: readonly Diagnostic[];
  /** The folder that the files of findings are relative to, where it is not the one the command ran in. */
  readonly root?: string;
  /** What the checks say whose findings these are. */
  readonly about?: readonly Explanation[];
  /** Whether warnings count as errors do. */
  readonly strict?: boolean;
  readonly environments?: readonly BuiltEnvironment[];
  /** Files that `build --check` found out of date, relative to the project. */
  readonly stale?: readonly string[];
  /** What a check finds, as `explain` says it. */
  readonly explained?: Explanation;
  /** What was checked, in words: `3 files`. */
  readonly checked?: string;
  /** Wall time, for the summary a person reads; never part of `--format json`. */
  readonly milliseconds?: number;
}
