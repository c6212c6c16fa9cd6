import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readConfig } from '../../alertmanager/config/read.js';
import { type ReadLabels, readLabels } from '../../alertmanager/labels.js';
import type { Labels } from '../../alertmanager/matchers.js';
import type { AmConfig } from '../../alertmanager/model.js';
import { type Moment, readMoment } from '../../alertmanager/moment.js';
import { matcherMode } from '../../checks/model/alertmanager.js';
import { UserError } from '../../errors.js';
import type { Diagnostic, Origin, Path } from '../../types.js';
import { unreadable } from '../foreign-files.js';
import type { Completed } from './labels.js';

/** A configuration of Alertmanager, and where its parts come from. */
export interface Alerting {
  readonly config: AmConfig;
  readonly place: (path: Path) => Origin;
  /** Of our own definitions: which environment. */
  readonly environment?: string;
  /** The labels of an alert that somebody has typed, completed by its rule, where the rules are known. */
  readonly complete: (labels: Labels) => Completed;
}

export interface AlertingOptions {
  readonly cwd: string;
  /** An obsctl.config.ts, or an alertmanager.yml of anybody. */
  readonly config?: string | undefined;
  readonly env?: string | undefined;
  readonly now: Date;
}

/** The configuration of one environment, by default the last one that is defined, or a file's. */
export async function loadAlerting(options: AlertingOptions): Promise<Alerting> {
  const { config } = options;
  return config !== undefined && !/\.[cm]?[jt]s$/.test(config) ? ofFile(options.cwd, config) : ofProject(options);
}

async function ofFile(cwd: string, file: string): Promise<Alerting> {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, file), 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
  const { readSubjects } = await import('../../read/read.js');
  const subject = readSubjects(file, text).find(({ kind }) => kind === 'alertmanager');
  if (!subject) {
    throw new UserError(`${file} holds no configuration of Alertmanager`, {
      code: 'file/unknown',
      help: 'give an alertmanager.yml, or the obsctl.config.ts of a project',
      origin: { file, line: 1, column: 1 },
    });
  }
  const config = accepted(subject.body, undefined, subject.place);
  // of the alerts that somebody else sends, nothing is known
  return { config, place: subject.place, complete: (labels) => ({ labels, diagnostics: [] }) };
}

async function ofProject({ cwd, config: file, env }: AlertingOptions): Promise<Alerting> {
  const [{ loadProject }, { compile }, { makersOf }, { completed }, { rulesOf, sentLabels }] = await Promise.all([
    import('../../load/project.js'),
    import('../../compile/compile.js'),
    import('../makers.js'),
    import('./labels.js'),
    import('../rules-of.js'),
  ]);
  const project = loadProject({ cwd, config: file, environments: env === undefined ? undefined : [env] });
  const environment = project.environments.at(-1);
  if (!environment) throw new UserError('the project has no environment');
  const { resources, madeFrom } = compile(project.name, environment);
  const resource = resources.find(({ kind }) => kind === 'alertmanager/config');
  if (!resource) {
    throw new UserError(`the environment ${environment.name} has no notifications`, {
      code: 'alertmanager/missing',
      help: 'export notifications({ … }) from a definition file',
    });
  }
  const { body, origin } = resource;
  const place = (path: Path) => {
    const maker = makersOf(body, path, madeFrom).at(-1);
    return maker ? environment.originOf(maker) : origin;
  };
  const version = environment.config.versions.alertmanager;
  const [rules, sent] = [rulesOf(environment, resources), sentLabels(environment)];
  return {
    ...{ config: accepted(body, version, place), place, environment: environment.name },
    complete: (labels) => completed(labels, rules, sent),
  };
}

function accepted(body: unknown, version: string | undefined, place: (path: Path) => Origin): AmConfig {
  const { config, problems } = readConfig(body, matcherMode(version));
  if (config && problems.length === 0) return config;
  const diagnostics = problems.map(({ path, message, help }) => ({
    code: 'alertmanager/config',
    severity: 'error' as const,
    message: `alertmanager: ${message}`,
    ...(help ? { help } : {}),
    origin: place(path),
  }));
  throw new UserError('Alertmanager would refuse this configuration', { code: 'alertmanager/config', diagnostics });
}

/** The labels of one alert, given as words; what is odd about them is added to the diagnostics. */
export function labelsOf(words: readonly string[], { complete }: Alerting, diagnostics: Diagnostic[]): Labels {
  const read: ReadLabels = readLabels(words.join(' '));
  if ('labels' in read) {
    const found = complete(read.labels);
    diagnostics.push(...found.diagnostics);
    return found.labels;
  }
  throw new UserError(`${read.problem} is no label`, {
    code: 'input/label',
    help: `write ${meantLabel(read.problem) ?? 'label=value, as in alertname=HighCpuUsage severity=critical'}`,
  });
}

/** `severity==critical` and `severity='critical'` are no labels, and say which one is meant. */
function meantLabel(problem: string): string | undefined {
  const [, label, value] = /^(\w+)\s*[!=~]+\s*['"`]?([\w.:/-]+)['"`]?$/.exec(problem) ?? [];
  return label && value && `${label}=${value}`;
}

export function momentOf(text: string, { config }: Alerting, now: Date): Moment {
  const moment = readMoment(text, config, now);
  if (moment) return moment;
  throw new UserError(`"${text}" is no time`, {
    code: 'input/time',
    help: 'write now, "Sun 03:00", 2026-11-29T03:00 or 2026-11-29T03:00+01:00',
  });
}
