import type { StateConfig, TargetConfig } from './targets.js';
import type { HistogramMode } from './vector.js';

/** The versions of the servers of an environment, as `major.minor`. */
export interface Versions {
  readonly grafana: string;
  readonly prometheus: string;
  readonly alertmanager: string;
  readonly blackbox: string;
  /** OpenTelemetry Collector (contrib). */
  readonly collector: string;
}

/** What obsctl has to know of an environment. Definitions may keep anything else beside it. */
export interface EnvironmentConfig {
  readonly versions: Versions;
  /** How histograms are queried. Default: classic. */
  readonly histograms?: HistogramMode;
  /** Where it runs: what `plan` compares with and `apply` writes to. */
  readonly targets?: readonly TargetConfig[];
  /** Where it is kept what was applied last. Without one, only the marks on the servers tell. */
  readonly state?: StateConfig;
}

export interface Config {
  /** The project's name: the mark on everything obsctl owns. */
  readonly project: string;
  /** Folders with definition modules, relative to the configuration. */
  readonly definitions: readonly string[];
  /** Where `build` writes, relative to the configuration. Default: build. */
  readonly out?: string;
  readonly environments: Readonly<Record<string, EnvironmentConfig>>;
  /**
   * How much a check matters here, by its code: `{ 'panel/description': 'warning' }`, also what `validate --live` finds.
   * `off` turns it off.
   */
  readonly checks?: Readonly<Record<string, 'error' | 'warning' | 'info' | 'off'>>;
  /** What a query may cost where `validate --live` asks a server, and how long its answers are believed. */
  readonly live?: LiveBudget;
}

/** What `validate --live` takes for granted. More than `series` or `seconds` is a finding. */
export interface LiveBudget {
  /** That a rule returns. Default: 1000. */
  readonly series?: number;
  /** That it takes, as obsctl sees it. Default: 1. */
  readonly seconds?: number;
  /**
   * How long an answer in which nothing was found is believed, from one run to the next. 0 asks every time. Default: 10.
   */
  readonly cacheMinutes?: number;
}

/** The default export of `obsctl.config.ts`. */
export function defineConfig<const C extends Config>(config: C): C {
  return config;
}
