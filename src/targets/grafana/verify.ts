import type { Json } from '../../json.js';
import type { Live, Proof, Write } from '../../types/target.js';
import { createPace, each } from '../pace.js';
import type { Stores } from './apply.js';
import { firstDifference } from './difference.js';
import { objectOf, objectsOf, textOf } from './json.js';
import { normalizeResource } from './resources.js';

/** Reads back every write and compares it with what was sent: what an answer claimed does not count. */
export async function readBack(target: string, stores: Stores, writes: readonly Write[]): Promise<Proof> {
  const what = 'read back';
  const wrong = await each(createPace(), writes, async (write) => {
    const { kind, id } = write.change;
    const now = await stores[kind as keyof Stores].readOne(id);
    const fault = faultOf(write, now);
    return fault ? [`${kind} ${id} ${fault}`] : [];
  });
  const faults = wrong.flat();
  if (faults.length > 0) return { target, what, ok: false, detail: faults.join('; ') };
  return { target, what, ok: true, detail: `${writes.length} of ${writes.length} as they were sent` };
}

function faultOf({ op, resource }: Write, now: Live | undefined): string | undefined {
  if (op === 'delete') return now ? 'is still there' : undefined;
  if (!now || !resource) return 'is not there';
  if (resource.givenBack && now.mark === 'ours') return 'still carries our mark';
  if (!resource.givenBack && now.mark !== 'ours') return 'does not carry our mark';
  const path = firstDifference(normalizeResource(resource), now.body);
  return path && `differs at ${path.join('.') || 'its root'}`;
}

/** Queries of a sample of dashboards, as the data source is asked for them. */
export interface Sample {
  readonly dashboard: string;
  readonly expr: string;
  readonly datasource: string;
}

/** The first queries of some dashboards, spread over all of them, with variables that match everything. */
export function sampleOf(writes: readonly Write[], most: number): readonly Sample[] {
  const bodies = writes.flatMap(({ op, change, resource }) =>
    op !== 'delete' && change.kind === 'grafana/dashboard' ? [{ id: change.id, body: objectOf(resource?.body) }] : [],
  );
  const step = Math.max(1, Math.floor(bodies.length / most));
  const chosen = bodies.filter((_, index) => index % step === 0).slice(0, most);
  return chosen.flatMap(({ id, body }) => queriesOf(id, body).slice(0, 3));
}

function queriesOf(dashboard: string, body: Json): readonly Sample[] {
  const variables = objectsOf(objectOf(body.templating).list);
  const panels = objectsOf(body.panels).flatMap((panel) => [panel, ...objectsOf(panel.panels)]);
  return panels.flatMap((panel) =>
    objectsOf(panel.targets).flatMap((query) => {
      const source = objectOf(query.datasource ?? panel.datasource);
      const expr = textOf(query.expr);
      if (expr === '' || source.type !== 'prometheus') return [];
      return [{ dashboard, expr: matchingAll(expr), datasource: resolvedSource(textOf(source.uid), variables) }];
    }),
  );
}

/** Variables of Grafana's own begin with two underscores, and the server knows them. */
const matchingAll = (expr: string): string => expr.replace(/\$(?!__)(?:\{(?!__)[^}]*\}|\w+)/g, '.*');

function resolvedSource(uid: string, variables: readonly Json[]): string {
  const name = /^\$\{?(\w+)\}?$/.exec(uid)?.[1];
  if (!name) return uid;
  const current = objectOf(variables.find((variable) => variable.name === name)?.current);
  const value = textOf(current.value);
  return value === 'default' ? '' : value;
}
