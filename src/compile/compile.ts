import type { EnvironmentConfig } from '../define/config.js';
import type { Definition } from '../define/definition.js';
import type { Diagnostic, Origin, Resource } from '../types.js';
import { compileAlertmanager } from './alertmanager/alertmanager.js';
import { compileBlackbox } from './blackbox.js';
import { compileCollector } from './collector.js';
import { compileDashboards } from './dashboard/dashboard.js';
import type { Input } from './input.js';
import { compilePrometheus } from './prometheus.js';
import { compileProvisioning } from './provisioning.js';
import { compileRules } from './rules.js';
import { compileScrapeFiles } from './scrape.js';
import { compileSdkEnv } from './sdk-env.js';

export interface Compiled {
  readonly resources: readonly Resource[];
  readonly diagnostics: readonly Diagnostic[];
}

const compilers: readonly ((input: Input) => Resource[])[] = [
  compileAlertmanager,
  compileBlackbox,
  compileCollector,
  compileDashboards,
  compilePrometheus,
  compileProvisioning,
  compileRules,
  compileScrapeFiles,
  compileSdkEnv,
];

/** Definitions of one environment → everything that is written for it, in one order on every machine. */
export function compile(
  project: string,
  environment: {
    readonly name: string;
    readonly config: EnvironmentConfig;
    readonly definitions: readonly Definition[];
    readonly originOf: (thing: object) => Origin;
  },
): Compiled {
  const diagnostics: Diagnostic[] = [];
  const input: Input = {
    project,
    environment: environment.name,
    config: environment.config,
    histograms: environment.config.histograms ?? 'classic',
    definitions: environment.definitions,
    originOf: environment.originOf,
    report: (diagnostic) => diagnostics.push(diagnostic),
  };
  const resources = compilers.flatMap((compiler) => compiler(input));
  return { resources: resources.sort((a, b) => (a.path < b.path ? -1 : 1)), diagnostics };
}
