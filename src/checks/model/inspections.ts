import { alertmanagerFunctions } from '../../gotemplate/alertmanager.js';
import type { Node, Template } from '../../gotemplate/ast.js';
import { builtins } from '../../gotemplate/builtins.js';
import { defaultTemplates } from '../../gotemplate/defaults.js';
import { pageProblem } from '../../gotemplate/html/branches.js';
import { inspect } from '../../gotemplate/inspect.js';
import type { Finding, Read, Surroundings } from '../../gotemplate/inspection.js';
import type { Native } from '../../gotemplate/render.js';
import { types } from '../../gotemplate/types.js';
import type { Everything } from './everything.js';
import { inspectRuleText, type KnownTexts } from './rule-texts.js';
import type { FoundRule } from './rules.js';
import { type FoundTemplate, templatesOf, templatesOfRule } from './templates.js';

/** What was found in one text. */
export interface Inspected {
  readonly found: FoundTemplate;
  readonly findings: readonly Finding[];
  readonly reads: readonly Read[];
}

/** What was found in the templates of Alertmanager, which call each other. */
export interface Inspections {
  readonly all: readonly Inspected[];
  /** The names of templates that some text calls. */
  readonly called: ReadonlySet<string>;
  /** Whether every template file is there, so that what is not defined in them does not exist. */
  readonly complete: boolean;
}

interface Known {
  alertmanager?: Inspections;
  readonly ruleTexts: KnownTexts;
  lastRule?: { readonly rule: FoundRule; readonly inspected: readonly Inspected[] };
}

const everyKnown = new WeakMap<Everything, Known>();

function knownOf(all: Everything): Known {
  let known = everyKnown.get(all);
  if (!known) {
    known = { ruleTexts: new Map() };
    everyKnown.set(all, known);
  }
  return known;
}

/** What templates do that cannot end well, found by following each from where it is used. */
export function inspectionsOf(all: Everything): Inspections {
  const known = knownOf(all);
  known.alertmanager ??= ofAlertmanager(all, templatesOf(all));
  return known.alertmanager;
}

/** The same for the templates of a rule, which stand alone; several checks ask for it in turn. */
export function inspectionsOfRule(rule: FoundRule, all: Everything): readonly Inspected[] {
  const known = knownOf(all);
  if (known.lastRule?.rule === rule) return known.lastRule.inspected;
  const inspected = templatesOfRule(rule).map((template): Inspected => {
    const { findings, reads, problem } = inspectRuleText(template.text, known.ruleTexts, all.prometheus);
    return { found: problem ? { ...template, problem } : template, findings, reads };
  });
  known.lastRule = { rule, inspected };
  return inspected;
}

function ofAlertmanager(all: Everything, found: readonly FoundTemplate[]): Inspections {
  const version = all.alertmanager;
  const templates = new Map<string, Template | Native>(defaultTemplates(version));
  const owners = new Map<Template, FoundTemplate>();
  for (const one of found) {
    for (const template of one.defined) {
      templates.set(template.name, template);
      owners.set(template, one);
    }
    if (one.main) owners.set(one.main, one);
  }
  const around: Surroundings = {
    functions: { ...builtins, ...alertmanagerFunctions },
    templates,
    system: 'Alertmanager',
    version,
  };
  const findings = new Map<FoundTemplate, Finding[]>(found.map((one) => [one, []]));
  const seen = new Set<string>();
  const called = new Set<string>();
  const follow = (template: Template, dot: string) => {
    const result = inspect(template, dot, around);
    for (const name of result.called) called.add(name);
    for (const finding of result.findings) {
      const owner = owners.get(finding.in);
      const key = `${found.indexOf(owner as FoundTemplate)} ${finding.span.start} ${finding.message}`;
      if (!owner || seen.has(key)) continue;
      seen.add(key);
      findings.get(owner)?.push(finding);
    }
  };
  /** What is wrong with a page is told once; that a template is missing, `follow` has said. */
  const followPage = (page: FoundTemplate, main: Template) => {
    const problem = pageProblem(main, templates);
    if (!problem || findings.get(page)?.some(({ kind }) => kind === 'template')) return;
    const { template: name } = problem;
    const own = name === undefined ? main : templates.get(name);
    const owner = name === undefined ? page : owners.get(own as Template);
    if (!owner || typeof own !== 'object') return;
    if (findings.get(owner)?.some(({ kind }) => kind === 'html')) return;
    findings.get(owner)?.push({ ...problem, kind: 'html', in: own });
  };
  const fields = found.filter(({ path }) => path.length > 0);
  for (const one of fields) {
    if (one.main) follow(one.main, '*template.Data');
    if (one.main && one.html) followPage(one, one.main);
  }
  // what nobody calls may be called with anything, unless it shows what it expects
  for (const [template] of owners) {
    const isCalled = called.has(template.name) || template.name === '';
    if (!isCalled) follow(template, readsData(template) ? '*template.Data' : 'interface {}');
  }
  const configs = all.configs.length > 0;
  const files = found.some(({ path }) => path.length === 0);
  const others = all.configs.some(({ subject }) => namesFiles(subject.body));
  return {
    all: found.map((one) => ({ found: one, findings: findings.get(one) ?? [], reads: [] })),
    called,
    complete: configs && (files || !others),
  };
}

function namesFiles(config: unknown): boolean {
  const { templates } = (config ?? {}) as { readonly templates?: unknown };
  return Array.isArray(templates) && templates.length > 0;
}

const dataOnly = new Set(
  Object.keys(types['*template.Data']?.fields ?? {}).filter(
    (name) => !(name in (types['template.Alert']?.fields ?? {})),
  ),
);

/** Whether a template reads at its top what only the data of a whole notification has. */
function readsData({ nodes }: Template): boolean {
  const inNode = (node: Node): boolean => {
    if (!('pipe' in node) || !node.pipe) return false;
    const operands = node.pipe.commands.flatMap((command) => command.operands);
    return operands.some((one) => one.type === 'field' && dataOnly.has(one.fields[0]?.text ?? ''));
  };
  return nodes.some(inNode);
}
