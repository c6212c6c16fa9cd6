import type { ConfigProblem } from '../../alertmanager/config/problem.js';
import { readConfig } from '../../alertmanager/config/read.js';
import type { AmConfig } from '../../alertmanager/model.js';
import type { MatcherMode } from '../../alertmanager/parse-matchers.js';
import type { Subject } from '../../types.js';

/** A configuration of Alertmanager. */
export interface FoundConfig {
  readonly subject: Subject;
  /** What decides who is notified, where there is a route. */
  readonly config: AmConfig | undefined;
  /** What Alertmanager refuses. */
  readonly problems: readonly ConfigProblem[];
}

/** A configuration that Alertmanager accepts. */
export interface CheckedConfig extends FoundConfig {
  readonly config: AmConfig;
}

export function configOf(subject: Subject, version: string | undefined): FoundConfig[] {
  if (subject.kind !== 'alertmanager') return [];
  return [{ subject, ...readConfig(subject.body, matcherMode(version)) }];
}

export function isAccepted(found: FoundConfig): found is CheckedConfig {
  return found.config !== undefined && found.problems.length === 0;
}

/** How an Alertmanager of a version reads matchers, unless it is told otherwise. */
export function matcherMode(version: string | undefined): MatcherMode {
  const [major = 0, minor = 0] = (version ?? '0.33').split('.').map(Number);
  return major === 0 && minor < 27 ? 'classic' : 'fallback';
}
