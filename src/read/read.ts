import { UserError } from '../errors.js';
import { dashboardQueries, isDashboard } from './dashboard.js';
import { placeAt, sourceOf } from './places.js';
import type { FoundQuery } from './query.js';
import { ruleFileQueries } from './rule-file.js';

/** The queries of a file that was not made by us: a dashboard in JSON, or rules in YAML. */
export function readQueries(file: string, text: string): FoundQuery[] {
  const source = sourceOf(file, text);
  if (!/^\s*[{[]/.test(text)) {
    const found = ruleFileQueries(source);
    return found.length > 0 || /^\s*groups:/m.test(text) ? found : unknown(file);
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    const at = Number(/position (\d+)/.exec((error as Error).message)?.[1] ?? text.length);
    const { line, column } = placeAt(source, at, at);
    throw new UserError(`this is no JSON: ${(error as Error).message}`, {
      code: 'file/syntax',
      origin: { file, line, column },
    });
  }
  const { dashboard, spec } = (content ?? {}) as { dashboard?: unknown; spec?: unknown };
  if (![content, dashboard, spec].some(isDashboard)) unknown(file);
  return dashboardQueries(source, content as Readonly<Record<string, unknown>>);
}

function unknown(file: string): never {
  throw new UserError('this is neither a dashboard nor a rule file', {
    code: 'file/unknown',
    help: 'give Grafana dashboards (classic JSON), Prometheus rule files or PrometheusRule resources',
    origin: { file, line: 1, column: 1 },
  });
}
