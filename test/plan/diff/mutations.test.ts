import { describe, expect, it } from 'vitest';
import { canonical } from '../../../src/plan/canonical/canonical.js';
import { patch } from '../../../src/plan/diff/model.js';
import { compareSides } from '../../../src/plan/diff/sides.js';
import { ownEnvironment } from '../../helpers/environment.js';
import { randomFrom } from './random.js';

type Json = { [key: string]: unknown };
type Path = readonly (string | number)[];

const { resources } = ownEnvironment('prod');
// tests of rules are told by their alert alone, which is tested beside that
const bodies = resources.flatMap(({ kind, id, body }) =>
  typeof body === 'string' || kind === 'blackbox/config' || kind === 'prometheus/tests'
    ? []
    : [{ kind, id, body: JSON.parse(JSON.stringify(body)) as Json }],
);

/** Fields that mean nothing: ids, what Grafana works out anew, the place of a row, which follows from what is above. */
const meaningless = (kind: string, path: Path, body: Json) => {
  if (kind !== 'grafana/dashboard') return false;
  const text = path.join('.');
  if (/^(schemaVersion|uid)$|\.id$|\.current\.(selected|text)|\.definition$|\.query\.refId$/.test(text))
    return !text.includes('.properties.');
  return path[0] === 'panels' && path[2] === 'gridPos' && (at(body, path.slice(0, 2)) as Json).type === 'row';
};

const at = (body: unknown, path: Path) => path.reduce<unknown>((value, key) => (value as Json)?.[key], body);

function leaves(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

function mutated(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  return typeof value === 'string' ? `${value}x` : 5;
}

/** What a reader would call the thing that was changed. */
function nameAt(kind: string, body: Json, path: Path): string {
  if (kind === 'grafana/dashboard' && path[0] === 'panels') return String((at(body, path.slice(0, 2)) as Json).title);
  if (kind === 'prometheus/rules' && path[2] === 'rules') {
    const rule = at(body, path.slice(0, 4)) as Json;
    return String(rule.alert ?? rule.record);
  }
  return '';
}

describe('one field that was changed', () => {
  const random = randomFrom(20_261_125);
  const cases = Array.from({ length: 500 }, () => {
    for (;;) {
      const { kind, id, body } = random.pick(bodies);
      const path = random.pick(leaves(body));
      if (!meaningless(kind, path, body)) return { kind, id, body, path };
    }
  });

  it.each(cases)('is seen where it is: $kind $id $path', ({ kind, id, body, path }) => {
    const after = structuredClone(body);
    const last = path.at(-1) as string;
    const parent = at(after, path.slice(0, -1)) as Json;
    parent[last] = mutated(parent[last]);
    const side = (of: unknown) => [{ kind, id, body: () => of }];
    const { changes } = compareSides(side(body), side(after));
    expect(changes.length).toBeGreaterThan(0);
    expect(changes.map(({ what }) => what).join('\n')).toContain(nameAt(kind, body, path));
    // the data source of a panel is that of its queries too, unless they say otherwise; other types of things have other defaults
    if (!/datasource\.\w+$|\.type$|properties\.\d+\.id$/.test(path.join('.'))) expect(changes).toHaveLength(1);
    expect(patch(kind, body, changes)).toEqual(canonical(kind, after));
  });
});
