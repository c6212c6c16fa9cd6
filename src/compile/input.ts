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

/** An environment, as a compiler sees it, and what was reported and made meanwhile. */
export function inputFor(
  project: string,
  environment: {
    readonly name: string;
    readonly config: EnvironmentConfig;
    readonly definitions: readonly Definition[];
    readonly originOf: (thing: object) => Origin;
  },
): {
  readonly input: Input;
  readonly diagnostics: readonly Diagnostic[];
  readonly madeFrom: (part: object) => object | undefined;
} {
  const diagnostics: Diagnostic[] = [];
  const makers = new WeakMap<object, object>();
  const { name, config, definitions, originOf } = environment;
  const input: Input = {
    ...{ project, environment: name, config, definitions, originOf },
    histograms: config.histograms ?? 'classic',
    made: (part, from) => {
      makers.set(part, from);
      return part;
    },
    report: (diagnostic) => diagnostics.push(diagnostic),
  };
  return { input, diagnostics, madeFrom: (part) => makers.get(part) };
}

/** The definitions of one kind. */
export function ofKind<K extends Definition['kind']>(
  input: Input,
  kind: K,
): readonly Extract<Definition, { kind: K }>[] {
  return input.definitions.filter((definition) => definition.kind === kind) as never;
}
