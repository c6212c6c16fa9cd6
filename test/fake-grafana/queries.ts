import { type Answer, ok, refuse } from './answer.js';
import { type Asked, isObject, objectOf, type Route, textOf } from './asked.js';

/** Queries through the server: each is answered by its data source, or not. */
export const queryRoutes: readonly Route[] = [['POST', '/api/ds/query', query]];

function query({ world, org, body }: Asked): Answer {
  const { queries } = objectOf(body);
  const sent = Array.isArray(queries) ? queries.filter(isObject) : [];
  if (sent.length === 0) return refuse(400, 'no queries found');
  const unknown = sent.find((one) => !org.sources.has(textOf(objectOf(one.datasource).uid)));
  if (unknown) return refuse(404, 'Data source not found');
  const results = sent.map((one) => {
    const answered = world.settings.answersQuery(textOf(one.expr));
    const good = { status: 200, frames: [{ schema: { refId: one.refId, fields: [] }, data: { values: [] } }] };
    const bad = { status: 400, error: 'bad_data: the data source refused it', errorSource: 'downstream', frames: [] };
    return [textOf(one.refId), answered ? good : bad] as const;
  });
  const failed = results.some(([, { status }]) => status >= 400);
  return ok({ results: Object.fromEntries(results) }, failed ? 400 : 200);
}
