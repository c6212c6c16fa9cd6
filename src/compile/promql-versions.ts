import type { Expr } from '../promql/ast.js';
import { parse } from '../promql/parse.js';
import { print } from '../promql/print.js';
import { type Demand, demandsOf } from '../promql/since.js';
import { walk } from '../promql/walk.js';
import { type Input, ofKind } from './input.js';
import { compareVersions, mustBeNewer } from './versions.js';

/**
 * Reports what of a query the environment's Prometheus does not read. Queries made of typed parts hold nothing new;
 * what was written as text may.
 * @param where whose query it is, as in `of the alert TooHot`
 */
export function mustBeRead(input: Input, expr: Expr, where: string, thing: object): void {
  const { prometheus } = input.config.versions;
  for (const { what, since, until } of demands(input, expr)) {
    mustBeNewer(input, 'prometheus', since, `${what} ${where}`, thing);
    if (!until || compareVersions(prometheus, until.version) < 0) continue;
    input.report({
      code: 'version/removed',
      severity: 'error',
      message: `${what} ${where} is gone since Prometheus ${until.version}, and the environment ${input.environment} has ${prometheus}`,
      help: `write ${until.instead} instead`,
      origin: input.originOf(thing),
    });
  }
}

/** What has to be turned on in the server for the queries of its rules and panels. */
export function neededFlags(input: Input): readonly string[] {
  const rules = ofKind(input, 'rule-group').flatMap((group) => group.rules.map((rule) => rule.query));
  const panels = ofKind(input, 'dashboard').flatMap(({ rows }) => rows.flatMap((row) => row.panels));
  const shown = panels.flatMap((panel) =>
    'queries' in panel ? panel.queries.flatMap((query) => (query.kind === 'panel-query' ? [query.of] : [])) : [],
  );
  const flags = [...rules, ...shown].flatMap((query) => demands(input, query.toExpr(input.histograms)));
  return [...new Set(flags.flatMap(({ flag }) => (flag ? [flag] : [])))].sort();
}

function demands(input: Input, built: Expr): readonly Demand[] {
  if (!walk(built).some(({ expr }) => expr.type === 'raw')) return [];
  const text = print(built);
  const { expr } = parse(text, { variables: true });
  if (!expr) return [];
  return demandsOf(expr, text, (version) => compareVersions(input.config.versions.prometheus, version) < 0);
}
