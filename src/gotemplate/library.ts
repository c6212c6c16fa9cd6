import { alertmanagerFunctions } from './alertmanager.js';
import type { Template } from './ast.js';
import { defaultTemplates } from './defaults.js';
import { functionsOf } from './function.js';
import { unknownFunction } from './functions-used.js';
import { pageProblem } from './html/branches.js';
import { htmlOutput } from './html/output.js';
import { isEmpty, parse } from './parse.js';
import type { Problem } from './problem.js';
import { type Library, type Native, type Rendered, render } from './render.js';
import { utc } from './time.js';
import type { GoTime, Value } from './values.js';

/** Files of templates that are read together, later ones over earlier ones. */
export interface Loaded {
  readonly library: Library;
  /** What is wrong with a file, by its position. */
  readonly problems: readonly (readonly [file: number, problem: Problem])[];
}

/**
 * What Alertmanager makes of its template files.
 * @param options.version without one, the newest that is known
 */
export function loadTemplates(
  files: readonly string[],
  options: { readonly now: GoTime; readonly version?: string | undefined },
): Loaded {
  const templates = new Map<string, Template | Native>(defaultTemplates(options.version));
  const problems: [number, Problem][] = [];
  const functions = functionsOf(alertmanagerFunctions, options.version);
  for (const [index, text] of files.entries()) {
    const { main, defined, problem: broken } = parse(text);
    const problem = broken ?? unknownFunction(main ? [main, ...defined] : [], functions);
    if (problem) problems.push([index, problem]);
    for (const template of defined) addTemplate(templates, template);
  }
  return { library: { templates, functions, world: { now: utc(options.now) } }, problems };
}

/** One that is empty does not replace another one. */
function addTemplate(templates: Map<string, Template | Native>, template: Template): void {
  if (isEmpty(template) && templates.has(template.name)) return;
  templates.set(template.name, template);
}

/**
 * Renders a field of a receiver as Alertmanager does.
 * @param options.html whether it is one of those that are HTML
 */
export function renderField(
  text: string,
  data: Value,
  library: Library,
  options: { readonly html?: boolean } = {},
): Rendered {
  const { main, defined, problem } = parse(text);
  if (!main) return problem ? { problem } : {};
  const unknown = unknownFunction([main, ...defined], library.functions);
  if (unknown) return { problem: unknown };
  const templates = new Map(library.templates);
  for (const template of defined) addTemplate(templates, template);
  if (!options.html) return render(main, data, { ...library, templates });
  const refused = pageProblem(main, templates);
  return refused ? { problem: refused } : render(main, data, { ...library, templates }, { output: htmlOutput() });
}
