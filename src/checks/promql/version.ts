import type { Expr } from '../../promql/ast.js';
import { type Demand, demandsOf } from '../../promql/since.js';
import { walk } from '../../promql/walk.js';
import type { QueryCheck } from '../check.js';
import { isOlder } from '../model/known.js';

export const promqlVersion: QueryCheck = {
  code: 'promql/version',
  on: 'query',
  severity: 'error',
  summary: 'the query asks for something that this version of Prometheus does not have',
  why: 'It works where it was tried, and another server refuses the whole rule file.',
  good: ['panel: sum(rate(x_total[5m]))', 'panel: holt_winters(x[1h], 0.5, 0.5)'],
  bad: ['panel: limitk(5, x)', 'record: rate(x_total[300])', 'alert: {"http.requests"} > 1', 'panel: x + fill(0) y'],
  run: ({ expr, text, subject }, { prometheus }) => {
    // of definitions the compiler says so, for each environment
    if (prometheus === undefined || subject.own) return [];
    const demands = [...demandsOf(expr, text, (version) => isOlder(prometheus, version)), ...quotedNames(expr)];
    return demands.flatMap(({ what, since, until, span }) => {
      if (until && !isOlder(prometheus, until.version)) {
        const message = `${what} is gone since Prometheus ${until.version}, and this one is ${prometheus}`;
        return [{ message, help: `write ${until.instead}`, ...(span ? { span } : {}) }];
      }
      if (!isOlder(prometheus, since)) return [];
      const message = `${what} needs Prometheus ${since}, and this one is ${prometheus}`;
      return [{ message, help: 'do without it until the server is newer', ...(span ? { span } : {}) }];
    });
  },
};

/** Names that can only be written in quotes; of one that is a variable nobody knows. */
function quotedNames(expr: Expr): Demand[] {
  return walk(expr).flatMap(({ expr: node }) => {
    const names =
      node.type === 'selector'
        ? [node.name ?? '', ...node.matchers.map(({ label }) => label)]
        : node.type === 'aggregate'
          ? (node.grouping?.labels ?? [])
          : [];
    return names
      .filter((name) => name !== '' && !/\$|\[\[/.test(name) && !/^[A-Za-z_:][\w:]*$/.test(name))
      .map((name) => ({ what: `the name ${name}`, since: '3.0', ...(node.span ? { span: node.span } : {}) }));
  });
}
