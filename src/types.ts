/** The nouns of obsctl. Types only: this file imports nothing but types of its own folder. */
import type { AlertRoute, Correlation } from './types/alerting.js';
import type { Comparison } from './types/comparison.js';
import type { Deployment, GivenBack } from './types/deploy.js';
import type { CodeGroup, Explanation, MessageExplanation } from './types/explain.js';
import type { AlertPreview } from './types/messages.js';
import type { StatusReport } from './types/status.js';
import type { TestReport } from './types/testing.js';

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

/** What mends a finding: other characters of a text, or another value at a path, also where there is none yet. */
export type Fix =
  | { readonly path?: Path; readonly span: { readonly start: number; readonly end: number }; readonly text: string }
  | { readonly path: Path; readonly value: string | number | boolean };

/** A change of a file: its characters from `start` to `end`, in UTF-16 units, become `text`. */
export interface Edit {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A file as its server reads it, wherever it comes from: something to check. */
export interface Subject {
  /** A catalogue is the metrics that definitions say are exposed; no file holds one. */
  readonly kind: 'dashboard' | 'rules' | 'alertmanager' | 'template' | 'catalogue';
  /** Of a template its text, of all others a plain value. */
  readonly body: unknown;
  /** Where the part at a path stands, or of a text the characters from `start` to `end`. */
  readonly place: (path: Path, span?: { readonly start: number; readonly end: number }) => Origin;
  /** How a fix is written in the file, where it can be written there. */
  readonly edit?: (fix: Fix & { readonly path: Path }) => Edit | undefined;
  /** Whether somebody accepts what a check finds there. */
  readonly excepted?: (code: string, path: Path) => boolean;
  /** Whether definitions of ours made it: then a place is that of the definition, which a message has to name. */
  readonly own: boolean;
}

/** What a build holds. The list is closed: a new kind is a change of the contract. */
export type BuildKind =
  | 'grafana/dashboard'
  | 'grafana/dashboard-provider'
  | 'grafana/datasources'
  | 'prometheus/config'
  | 'prometheus/flags'
  | 'prometheus/rules'
  | 'prometheus/scrape'
  | 'prometheus/tests'
  | 'alertmanager/config'
  | 'alertmanager/template'
  | 'blackbox/config'
  | 'otel/collector'
  | 'otel/sdk-env';

/** Some targets know a thing in another form than the build's files do. */
export type Kind = BuildKind | 'grafana/datasource' | 'grafana/folder' | 'kubernetes/manifest' | 'secret/file';

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
  /** Where to make the body takes long: a text that tells it from any other, without making it. */
  readonly bodyKey?: string;
  readonly origin: Origin;
  /** The checksum of the body's bytes, where a mark can hold it: what is equal need not be understood. */
  readonly bytes?: string | undefined;
  /** Set where it goes back to those whom it was adopted from: written without our mark. */
  readonly givenBack?: GivenBack | undefined;
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
  /** What mends it, where that is certain. */
  readonly edit?: Edit;
  /** What it says of every place alike: findings of one check and one cause are told once to people. */
  readonly cause?: string;
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

/** What a command found out; reporters turn it into text, `cli.ts` into an exit code. */
export interface Report extends TestReport {
  readonly command: string;
  readonly exitCode: number;
  readonly diagnostics: readonly Diagnostic[];
  /** The folder that the files of findings are relative to, where it is not the one the command ran in. */
  readonly root?: string;
  /** What the checks say whose findings these are. */
  readonly about?: readonly Explanation[];
  /** Whether warnings count as errors do. */
  readonly strict?: boolean;
  /** What `plan` and `apply` found out or did, over all environments asked for. */
  readonly deployment?: Deployment;
  /** How an environment does. */
  readonly status?: StatusReport;
  readonly environments?: readonly BuiltEnvironment[];
  /** Files that `build --check` found out of date, relative to the project. */
  readonly stale?: readonly string[];
  /** What a check finds, as `explain` says it. */
  readonly explained?: Explanation;
  readonly message?: MessageExplanation;
  /** Every code there is, or those of one group. */
  readonly codes?: readonly CodeGroup[];
  /** Findings that are mended now, */
  readonly fixed?: readonly Diagnostic[];
  /** or that would be, where nothing may be written. */
  readonly fixable?: readonly Diagnostic[];
  /** Who is told of an alert, as `alerts route` says it. */
  readonly route?: AlertRoute;
  /** What comes of several alerts, as `alerts correlate` says it. */
  readonly correlation?: Correlation;
  /** The messages of an alert, as `alerts preview` says them. */
  readonly preview?: AlertPreview;
  readonly comparison?: Comparison;
  /** Files of a folder that are nothing to check, and why. */
  readonly skipped?: readonly { readonly file: string; readonly reason: string }[];
  /** What was checked, in words: `3 files`. */
  readonly checked?: string;
  /** Wall time, for the summary a person reads; never part of `--format json`. */
  readonly milliseconds?: number;
}
