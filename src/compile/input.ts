import type { EnvironmentConfig } from '../define/config.js';
import type { Definition } from '../define/definition.js';
import type { HistogramMode } from '../define/vector.js';
import type { Diagnostic, Origin } from '../types.js';

/** What a compiler of one output sees: the definitions of one environment, and where they came from. */
export interface Input {
  readonly project: string;
  readonly environment: string;
  readonly config: EnvironmentConfig;
  readonly histograms: HistogramMode;
  readonly definitions: readonly Definition[];
  readonly originOf: (thing: object) => Origin;
  /** Notes which definition a part of a body was made from, so that a finding in it has a place. */
  readonly made: <T extends object>(part: T, from: object) => T;
  /** Reports something wrong with a definition; compilation goes on, so that all is found at once. */
  readonly report: (diagnostic: Diagnostic) => void;
}

/** The definitions of one kind. */
export function ofKind<K extends Definition['kind']>(
  input: Input,
  kind: K,
): readonly Extract<Definition, { kind: K }>[] {
  return input.definitions.filter((definition) => definition.kind === kind) as never;
}
