import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../../src/plan/canonical/canonical.js';
import { patch } from '../../../src/plan/diff/model.js';
import { withoutSecrets } from '../../../src/plan/diff/secrets.js';
import { compareSides } from '../../../src/plan/diff/sides.js';
import { ownEnvironment } from '../../helpers/environment.js';
import { type Random, randomFrom } from './random.js';

type Json = { [key: string]: unknown };
type Path = readonly (string | number)[];

/** Another seed, other mutations: OBSCTL_SEED=7. */
const seed = Number(process.env.OBSCTL_SEED ?? 20_261_125);

const { resources } = ownEnvironment('prod');
// tests of rules are told by their alert alone, which is tested beside that
const all = resources.filter(({ kind }) => kind !== 'prometheus/tests');
const bodies = all.flatMap(({ kind, id, body }) =>
  // bytes of probes are no JSON
  typeof body === 'string' || kind === 'blackbox/config'
    ? []
    : [{ kind, id, body: JSON.parse(JSON.stringify(body)) as Json }],
);
const texts = all.flatMap(({ kind, id, body }) => (typeof body === 'string' ? [{ kind, id, body }] : []));
const probes = all.filter(({ kind }) => kind === 'blackbox/config');

/** Fields that mean nothing: ids, what Grafana works out anew, the place of a row, which follows from what is above. */
const meaningless = (kind: string, path: Path, body: Json) => {
  if (kind !== 'grafana/dashboard') return false;
  const text = path.join('.');
  if (/^(schemaVersion|uid)$|\.id$|\.current\.(selected|text)|\.definition$|\.query\.refId$/.test(text))
    return !text.includes('.properties.');
  return path[0] === 'panels' && path[2] === 'gridPos' && (at(body, path.slice(0, 2)) as Json).type === 'row';
};

/** Changes do not hold secrets, so what they lead to does not either. */
const shown = (body: unknown) => withoutSecrets({ op: 'changed', path: '', after: body }).after;

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
  const random = randomFrom(seed);
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
    expect(shown(patch(kind, body, changes))).toEqual(shown(canonical(kind, after)));
  });
});

/** What happens to lists and objects beside that a field has another value. */
const structural: Readonly<Record<string, (parent: Json, key: string, random: Random) => void>> = {
  removed: (parent, key) => (Array.isArray(parent) ? parent.splice(Number(key), 1) : delete parent[key]),
  copied: (parent, key) => {
    if (Array.isArray(parent)) parent.push(renamed(structuredClone(parent[Number(key)])));
    else parent[`${key}_too`] = parent[key];
  },
  swapped: (parent, key, random) => {
    if (!Array.isArray(parent)) return;
    const other = random.below(parent.length);
    [parent[Number(key)], parent[other]] = [parent[other], parent[Number(key)]];
  },
};

/** A copy goes by another name, where it has one. */
function renamed(value: unknown): unknown {
  if (typeof value === 'string') return `${value} copied`;
  if (typeof value !== 'object' || value === null) return value;
  const name = ['name', 'title', 'alert', 'record', 'refId', 'uid', 'job_name', 'expr', 'id', 'regex'].find(
    (key) => key in value,
  );
  return name === undefined ? value : { ...value, [name]: `${(value as Json)[name]}copied` };
}

/** Every object and list in a body, and the keys in it. */
function insides(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...insides(inner, [...path, key])]);
}

/** Whatever happened: nothing is told where both sides mean the same, and otherwise what is told leads to the right. */
function leadsThere(kind: string, id: string, before: unknown, after: unknown) {
  const side = (of: unknown) => [{ kind, id, body: () => of }];
  const { changes } = compareSides(side(before), side(after));
  const [left, right] = [canonical(kind, before), canonical(kind, after)];
  expect(changes.length > 0, JSON.stringify(changes)).toBe(!isDeepStrictEqual(left, right));
  expect(shown(patch(kind, before, changes))).toEqual(shown(right));
}

describe('a part that went, came or changed its place', () => {
  const random = randomFrom(seed + 1);
  const kinds = [...new Set(bodies.map(({ kind }) => kind))];
  // each kind as often as the others, whatever there is of it
  const cases = Array.from({ length: 500 }, (_, index) => {
    const kind = kinds[index % kinds.length] as string;
    const { id, body } = random.pick(bodies.filter((one) => one.kind === kind));
    return { kind, id, body, how: random.pick(Object.keys(structural)), path: random.pick(insides(body)) };
  });

  it.each(cases)('is seen where both sides are not the same: $kind $id $how $path', ({ kind, id, body, how, path }) => {
    const after = structuredClone(body);
    structural[how]?.(at(after, path.slice(0, -1)) as Json, String(path.at(-1)), random);
    leadsThere(kind, id, body, after);
  });

  it.each(probes)('of $kind too', ({ kind, id, body }) => {
    for (const path of insides(body)) {
      for (const change of [...Object.values(structural), changed]) {
        const after = structuredClone(body) as Json;
        change(at(after, path.slice(0, -1)) as Json, String(path.at(-1)), random);
        leadsThere(kind, id, body, after);
      }
    }
  });
});

function changed(parent: Json, key: string): void {
  const value = parent[key];
  if (typeof value !== 'object' || value === null) parent[key] = mutated(value);
}

describe('a text of which one line is otherwise', () => {
  const random = randomFrom(seed + 2);
  const edits: Readonly<Record<string, (lines: string[], index: number) => void>> = {
    changed: (lines, index) => (lines[index] += 'x'),
    removed: (lines, index) => lines.splice(index, 1),
    added: (lines, index) => lines.splice(index, 0, 'NEW=1'),
  };
  const cases = Array.from({ length: 150 }, (_, index) => {
    const { kind, id, body } = texts[index % texts.length] as (typeof texts)[number];
    return { kind, id, body, how: random.pick(Object.keys(edits)), line: random.below(body.split('\n').length) };
  });

  it.each(cases)('is seen: $kind $id line $line $how', ({ kind, id, body, how, line }) => {
    const lines = body.split('\n');
    edits[how]?.(lines, line);
    leadsThere(kind, id, body, lines.join('\n'));
  });
});
