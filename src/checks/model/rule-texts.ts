import type { Span } from '../../gotemplate/ast.js';
import { builtins } from '../../gotemplate/builtins.js';
import { inspect } from '../../gotemplate/inspect.js';
import type { Finding, Read } from '../../gotemplate/inspection.js';
import { parse } from '../../gotemplate/parse.js';
import type { Problem } from '../../gotemplate/problem.js';
import { prometheusFunctions, ruleVariables } from '../../gotemplate/prometheus.js';

/** What was found in a text of a rule. */
export interface RuleText {
  readonly problem?: Problem | undefined;
  readonly findings: readonly Finding[];
  readonly reads: readonly Read[];
}

/** Parts of texts that were looked at before: there are many texts and few things that they show. */
export type KnownTexts = Map<string, RuleText>;

const most = 500;

const variables = [
  ['$labels', 'alert labels'],
  ['$externalLabels', 'external labels'],
  ['$externalURL', 'string'],
  ['$value', 'interface {}'],
] as const;

const functions = { ...builtins, ...prometheusFunctions };

/** Looks at a text of an alert for a version of Prometheus. */
export function inspectRuleText(text: string, known: KnownTexts, version: string | undefined): RuleText {
  return actionByAction(text, known, version) ?? remembered(text, known, version);
}

/** One that neither sets a variable nor holds what could hide its end. */
const simpleAction = /\{\{[^{}`'\\/=]*\}\}/y;

/**
 * Nearly all texts are words with values between them, `{{ $labels.job }} is down`. Then what is to be said is what is
 * to be said of each action by itself. Not so where one needs the others, as `{{ if … }}` does: alone it is broken.
 */
function actionByAction(text: string, known: KnownTexts, version: string | undefined): RuleText | undefined {
  const findings: Finding[] = [];
  const reads: Read[] = [];
  let end = 0;
  for (;;) {
    const open = text.indexOf('{{', end);
    if (open < 0) return { findings, reads };
    simpleAction.lastIndex = open;
    if (!simpleAction.test(text)) return undefined;
    end = simpleAction.lastIndex;
    const action = remembered(text.slice(open, end), known, version);
    if (action.problem) return undefined;
    for (const one of action.findings) findings.push({ ...one, span: moved(one.span, open) });
    for (const one of action.reads) reads.push({ ...one, span: moved(one.span, open) });
  }
}

function moved({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by };
}

function remembered(text: string, known: KnownTexts, version: string | undefined): RuleText {
  const before = known.get(text);
  if (before) return before;
  const found = inspectWhole(text, version);
  // what grows with the files costs more than it saves
  if (known.size >= most) known.clear();
  known.set(text, found);
  return found;
}

/** Looks at a text as one. */
export function inspectWhole(text: string, version: string | undefined): RuleText {
  const { main, defined, problem } = parse(text, { variables: ruleVariables });
  if (!main) return { problem, findings: [], reads: [] };
  const templates = new Map(defined.map((one) => [one.name, one]));
  return inspect(main, 'template.alert', { functions, templates, system: 'Prometheus', version }, variables);
}
