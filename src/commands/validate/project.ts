import { join } from 'node:path';
import { checks } from '../../checks/all.js';
import type { Check } from '../../checks/check.js';
import { type Everything, everything } from '../../checks/model/everything.js';
import { runChecks } from '../../checks/run.js';
import { compile } from '../../compile/compile.js';
import type { MetricDefinition } from '../../define/metric.js';
import { UserError } from '../../errors.js';
import { placeInConfig } from '../../load/config-place.js';
import { type Environment, loadProject, type Project } from '../../load/project.js';
import { nearest } from '../../nearest.js';
import type { Text } from '../../read/places.js';
import { templateOf } from '../../read/read.js';
import type { Manifest } from '../../targets/files/manifest.js';
import { serialize } from '../../targets/files/serialize.js';
import type { Diagnostic, Kind, Origin, Path, Resource, Severity, Subject } from '../../types.js';
import { knownOf } from '../known-platform.js';
import { liveChecks } from '../live/checks.js';
import { makersOf } from '../makers.js';
import { templateFiles } from '../template-files.js';

const codes = new Set<string>(checks.map(({ code }) => code));
/** With those of `--live`, which the configuration and exceptions may name too. */
const allCodes = new Set<string>([...codes, ...Object.keys(liveChecks)]);

const kinds: Partial<Record<Kind, Subject['kind']>> = {
  'grafana/dashboard': 'dashboard',
  'prometheus/rules': 'rules',
  'alertmanager/config': 'alertmanager',
  'alertmanager/template': 'template',
};

export interface Validated {
  readonly project: Project;
  readonly diagnostics: readonly Diagnostic[];
  readonly queries: number;
  /** What was checked, of each environment. */
  readonly checked: readonly Everything[];
}

/** What is wrong with a project's definitions, each finding once for all environments. */
export function validateProject(options: {
  readonly cwd: string;
  readonly config?: string | undefined;
  readonly env?: readonly string[] | undefined;
  readonly progress?: ((step: string) => void) | undefined;
}): Validated {
  const project = loadProject({ cwd: options.cwd, config: options.config, environments: options.env });
  const chosen = chosenChecks(project);
  const found = new Map<string, Diagnostic>();
  const times = new Map<string, number>();
  const applied = new Set<string>();
  const stated = new Map<string, Diagnostic>();
  const templates = templateFiles(project);
  let queries = 0;
  const checked: Everything[] = [];
  for (const environment of project.environments) {
    options.progress?.(`checking ${environment.name}`);
    const { resources, diagnostics, madeFrom } = compile(project.name, environment);
    // what is wrong with the series of a test is noticed when its file is made
    for (const resource of resources) void resource.body;
    const exceptions = exceptionsOf(environment);
    for (const [key, diagnostic] of exceptions.unused) stated.set(key, diagnostic);
    const source: SourceOfParts = {
      madeFrom,
      originOf: environment.originOf,
      accepted: exceptions.accepted,
      applied,
      fileOf: templates,
    };
    const subjects = [
      ...resources.flatMap((resource) => subjectOf(resource, source) ?? []),
      catalogueOf(environment, source),
    ];
    const all = everything(subjects, knownOf(environment));
    queries += all.queries.length;
    checked.push(all);
    // what both find, a check says better
    const compiling = diagnostics.filter(({ code }) => !codes.has(code));
    for (const diagnostic of [...compiling, ...runChecks(all, chosen)]) {
      const key = identity(diagnostic);
      found.set(key, diagnostic);
      times.set(key, (times.get(key) ?? 0) + 1);
    }
  }
  const everywhere = new Set(chosen.filter((check) => check.everywhere).map(({ code }) => code as string));
  for (const [key, { code }] of found) {
    const always = !options.env?.length && times.get(key) === project.environments.length;
    if (everywhere.has(code) && !always) found.delete(key);
  }
  const unused = options.env?.length ? [] : [...stated].filter(([key]) => !applied.has(key)).map(([, one]) => one);
  return { project, diagnostics: [...found.values(), ...unused], queries, checked };
}

/** What each file of a build would be now, what the definitions except there from checks, and what else they know. */
export function acceptedIn(cwd: string, { project: name, environment: asked }: Manifest) {
  const project = loadProject({ cwd, environments: [asked] });
  const [environment] = project.environments;
  if (project.name !== name || !environment) throw new UserError(`the project there is ${project.name}`);
  const { resources, madeFrom } = compile(project.name, environment);
  const { accepted } = exceptionsOf(environment);
  const source = { madeFrom, originOf: environment.originOf, accepted, applied: new Set<string>(), fileOf: new Map() };
  const parts = resources.flatMap((resource) => {
    const subject = subjectOf(resource, source);
    return subject ? [[resource.path, { text: serialize(resource), excepted: subject.excepted }] as const] : [];
  });
  return { parts: new Map(parts), asked: knownOf(environment).asked ?? new Set<string>() };
}

function identity({ code, message, origin }: Diagnostic): string {
  return [code, message, origin?.file, origin?.line, origin?.column].join(' ');
}

/** The checks as the configuration wants them. */
function chosenChecks({ checks: wanted, configFile, root }: Project): readonly Check[] {
  const unknown = Object.keys(wanted).find((code) => !allCodes.has(code));
  if (unknown !== undefined) {
    const close = nearest(unknown, [...allCodes]);
    throw new UserError(`there is no check ${unknown}${close ? `: did you mean ${close}?` : ''}`, {
      code: 'config/unknown-check',
      help: 'obsctl explain lists them',
      origin: placeInConfig(root, join(root, configFile), ['checks', unknown]),
    });
  }
  return checks.flatMap((check) => {
    const severity = wanted[check.code] ?? check.severity;
    return severity === 'off' ? [] : [{ ...check, severity: severity as Severity }];
  });
}

/** Where the parts of resources come from, and what of that is accepted. */
interface SourceOfParts {
  readonly madeFrom: (part: object) => object | undefined;
  readonly originOf: (thing: object) => Origin;
  /** By the definition: which codes, and the key of each exception. */
  readonly accepted: ReadonlyMap<object, ReadonlyMap<string, string>>;
  /** The keys of exceptions that did apply. */
  readonly applied: Set<string>;
  /** The file that a text was read from. */
  readonly fileOf: ReadonlyMap<unknown, Text>;
}

function meantBy(code: string): string {
  const close = nearest(code, [...allCodes]);
  return close ? `did you mean ${close}?` : 'remove the exception; obsctl explain lists the checks';
}

function exceptionsOf({ exceptions, originOf }: Environment) {
  const accepted = new Map<object, Map<string, string>>();
  const unused = new Map<string, Diagnostic>();
  for (const exception of exceptions) {
    const { of, code } = exception;
    const origin = originOf(exception);
    const diagnostic: Diagnostic = {
      code: 'exception/unused',
      severity: 'warning',
      message: allCodes.has(code)
        ? `${code} finds nothing here any more`
        : `there is no check ${code} from which this could be an exception`,
      help: allCodes.has(code) ? 'remove the exception' : meantBy(code),
      origin,
    };
    const key = identity(diagnostic);
    accepted.set(of, new Map(accepted.get(of)).set(code, key));
    // a server may answer otherwise tomorrow
    if (!Object.hasOwn(liveChecks, code)) unused.set(key, diagnostic);
  }
  return { accepted, unused };
}

/** What is exposed, as the definitions say; a part of it is the definition itself. */
function catalogueOf({ definitions, originOf }: Environment, { accepted, applied }: SourceOfParts): Subject {
  const metrics = definitions.filter((one) => one.kind === 'metric');
  const metricAt = (path: Path) => metrics[path[0] as number] as MetricDefinition;
  return {
    kind: 'catalogue',
    body: metrics,
    own: true,
    place: (path) => originOf(metricAt(path)),
    excepted: (code, path) => {
      const key = accepted.get(metricAt(path))?.get(code);
      if (key !== undefined) applied.add(key);
      return key !== undefined;
    },
  };
}

function subjectOf(resource: Resource, source: SourceOfParts): Subject | undefined {
  const kind = kinds[resource.kind];
  if (!kind) return undefined;
  const { body, origin } = resource;
  const file = kind === 'template' ? source.fileOf.get(body) : undefined;
  if (file) return templateOf(file);
  return {
    kind,
    body,
    own: true,
    place: (path) => {
      const maker = makersOf(body, path, source.madeFrom).at(-1);
      return maker ? source.originOf(maker) : origin;
    },
    excepted: (code, path) => {
      const key = makersOf(body, path, source.madeFrom).flatMap(
        (maker) => source.accepted.get(maker)?.get(code) ?? [],
      )[0];
      if (key !== undefined) source.applied.add(key);
      return key !== undefined;
    },
  };
}
