import type { QueryContext } from '../checks/check.js';
import { checkQuery } from '../checks/check-query.js';
import type { Definition } from '../define/definition.js';
import type { AnyVector } from '../define/vector.js';
import { type Environment, loadProject } from '../load/project.js';
import { print } from '../promql/print.js';
import type { Diagnostic } from '../types.js';

/** A query of a definition: what reads it, and the object whose place in the source is shown. */
interface DefinedQuery {
  readonly context: QueryContext;
  readonly owner: string;
  readonly of: AnyVector;
  readonly at: object;
}

/** What is wrong with the queries of a project's own definitions, each finding once for all environments. */
export function validateProject(options: {
  readonly cwd: string;
  readonly config?: string | undefined;
  readonly env?: readonly string[] | undefined;
}): { readonly diagnostics: readonly Diagnostic[]; readonly queries: number } {
  const project = loadProject({ cwd: options.cwd, config: options.config, environments: options.env });
  const found = new Map<string, Diagnostic>();
  let queries = 0;
  for (const environment of project.environments) {
    for (const query of environment.definitions.flatMap(queriesOf)) {
      queries += 1;
      for (const diagnostic of findings(query, environment)) {
        const { file, line, column } = diagnostic.origin ?? {};
        found.set([diagnostic.code, diagnostic.message, file, line, column].join(' '), diagnostic);
      }
    }
  }
  return { diagnostics: [...found.values()], queries };
}

function findings({ context, owner, of, at }: DefinedQuery, environment: Environment): Diagnostic[] {
  const text = print(of.toExpr(environment.config.histograms ?? 'classic'));
  const variables = context !== 'alert' && context !== 'record';
  return checkQuery(text, { context, variables }).map(({ code, severity, message, help, span }) => ({
    code,
    severity,
    message: `${owner}: ${message}, in ${text.slice(span.start, span.end)}`,
    ...(help ? { help } : {}),
    origin: environment.originOf(at),
  }));
}

function queriesOf(definition: Definition): DefinedQuery[] {
  if (definition.kind === 'rule-group') {
    return definition.rules.map((rule) => ({
      context: rule.kind,
      owner: `${rule.kind} ${rule.name}`,
      of: rule.query,
      at: rule,
    }));
  }
  if (definition.kind !== 'dashboard') return [];
  const panels = definition.rows
    .flatMap((row) => row.panels)
    .flatMap((panel) => {
      if (!('queries' in panel)) return [];
      return panel.queries.flatMap((query): DefinedQuery[] =>
        query.kind === 'panel-query'
          ? [{ context: 'panel', owner: `panel "${panel.title}"`, of: query.of, at: query }]
          : [],
      );
    });
  const annotations = (definition.annotations ?? []).map(
    (annotation): DefinedQuery => ({
      context: 'annotation',
      owner: `annotation "${annotation.name}"`,
      of: annotation.query,
      at: annotation,
    }),
  );
  return [...panels, ...annotations];
}
