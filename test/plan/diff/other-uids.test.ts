import { describe, expect, it } from 'vitest';
import { consequencesOf } from '../../../src/plan/consequences/consequences.js';
import { factsOf } from '../../../src/plan/consequences/facts.js';
import { layoutsOf } from '../../../src/plan/diff/layouts.js';
import { compareSides, type SideResource } from '../../../src/plan/diff/sides.js';

type Json = Record<string, unknown>;

const panel = (title: string, expr: string, y = 0) => ({
  type: 'timeseries',
  title,
  gridPos: { x: 0, y, w: 12, h: 8 },
  targets: [{ refId: 'A', expr }],
});

const shop: Json = {
  uid: 'shop',
  title: 'Shop',
  schemaVersion: 42,
  panels: [panel('Requests', 'requests'), panel('Errors', 'errors', 8), panel('Latency', 'latency', 16)],
};
const stock: Json = { uid: 'stock', title: 'Stock', schemaVersion: 42, panels: [panel('Parts', 'parts')] };

const dashboard = (body: Json): SideResource => ({
  kind: 'grafana/dashboard',
  id: String(body.uid ?? body.title),
  body: () => body,
});

const told = (before: readonly Json[], after: readonly Json[]) =>
  compareSides(before.map(dashboard), after.map(dashboard)).changes.map(
    ({ op, id, from, what, words }) => `${op} ${from ? `${from.id} → ` : ''}${id}: ${what}: ${words}`,
  );

describe('a dashboard under another uid', () => {
  it('is one change that says from which', () => {
    const { changes } = compareSides([shop, stock].map(dashboard), [stock, { ...shop, uid: 'shop-2' }].map(dashboard));
    expect(changes).toEqual([
      {
        op: 'changed',
        kind: 'grafana/dashboard',
        id: 'shop-2',
        path: 'uid',
        before: 'shop',
        after: 'shop-2',
        from: { id: 'shop', path: '' },
        where: 'dashboard "Shop"',
        what: 'dashboard "Shop"',
        words: 'uid shop → shop-2',
      },
    ]);
  });

  it('and what of it is otherwise, its title too', () => {
    const [first, ...rest] = shop.panels as Json[];
    expect(
      told([shop], [{ ...shop, uid: 'x', title: 'Store', panels: [{ ...first, title: 'Calls' }, ...rest] }]),
    ).toEqual([
      'changed shop → x: dashboard "Store": uid shop → x',
      'changed x: dashboard "Store": renamed to Store',
      'changed x: panel "Requests": renamed to Calls',
    ]);
  });

  it('beyond recognition is one that went and another one that came', () => {
    const other = { ...shop, uid: 'x', title: 'Store', panels: [panel('Requests', 'a'), panel('Doors', 'b')] };
    expect(told([shop], [other]).map((text) => text.slice(0, 8))).toEqual(['added x:', 'removed ']);
    // the title alone does not make it the same
    expect(told([shop], [{ ...stock, title: 'Shop' }]).map((text) => text.slice(0, 8))).toEqual([
      'added st',
      'removed ',
    ]);
  });

  it('is the most alike of several', () => {
    const copy = { ...shop, uid: 'shop-b', title: 'Shop of team B' };
    expect(
      told(
        [shop, copy],
        [
          { ...copy, uid: 'b' },
          { ...shop, uid: 'a' },
        ],
      ),
    ).toEqual([
      'changed shop-b → b: dashboard "Shop of team B": uid shop-b → b',
      'changed shop → a: dashboard "Shop": uid shop → a',
    ]);
  });

  it('without any panel is known by its title', () => {
    const empty = { uid: 'a', title: 'Empty', schemaVersion: 42, panels: [] };
    expect(told([empty], [{ ...empty, uid: 'b' }])).toEqual(['changed a → b: dashboard "Empty": uid a → b']);
    expect(told([empty], [{ ...empty, uid: 'b', title: 'Void' }])).toHaveLength(2);
  });

  it('that never had one goes by its title', () => {
    const { uid: _, ...bare } = shop;
    expect(told([bare], [{ ...bare, title: 'Store' }])).toEqual([
      'changed Shop → Store: dashboard "Store": renamed to Store',
    ]);
    expect(told([bare], [{ ...shop, title: 'Store' }])).toEqual([
      'changed Shop → shop: dashboard "Store": uid (none) → shop',
      'changed shop: dashboard "Store": renamed to Store',
    ]);
  });

  it('is drawn beside what it was', () => {
    const [left, right] = [[dashboard(shop)], [dashboard({ ...shop, uid: 'x' })]];
    const [layout] = layoutsOf(left, right, compareSides(left, right).changes);
    expect(layout?.before).toEqual(layout?.after);
  });
});

describe('links to a dashboard that is not there any more', () => {
  const rules: SideResource = {
    kind: 'prometheus/rules',
    id: 'g',
    body: () => ({
      groups: [
        {
          name: 'g',
          rules: [{ alert: 'Slow', expr: 'a > 1', annotations: { dashboard: 'https://g/d/shop?var-a=b' } }],
        },
      ],
    }),
  };
  const template: SideResource = {
    kind: 'alertmanager/template',
    id: 'chat.tmpl',
    body: () => '{{ define "x" }}/d/shop/shop{{ end }}',
  };
  const follows = (before: readonly SideResource[], after: readonly SideResource[]) =>
    consequencesOf(factsOf(before), factsOf(after), compareSides(before, after).changes).map(
      ({ weight, code, message }) => `${weight} ${code}: ${message}`,
    );

  it('are said, and whose they are', () => {
    expect(follows([dashboard(shop)], [dashboard({ ...shop, uid: 'shop-2' })])).toEqual([
      'risk dashboard/uid-changed: dashboard "Shop" has the uid shop-2 instead of shop: links and bookmarks to the old one find nothing',
    ]);
    const linking = {
      ...stock,
      links: [
        { type: 'link', url: '/d/shop/shop' },
        { type: 'link', url: '/d/shop-2' },
      ],
    };
    const before = [dashboard(shop), rules, template, dashboard(linking)];
    expect(follows(before, [dashboard({ ...shop, uid: 'shop-2' }), rules, template, dashboard(linking)])).toEqual([
      'risk dashboard/uid-changed: dashboard "Shop" has the uid shop-2 instead of shop: links and bookmarks to the old one find nothing, among them those of the alert Slow, the template chat.tmpl and the dashboard "Stock"',
    ]);
    expect(follows(before, [rules])).toEqual([
      'risk dashboard/link-lost: dashboard "Shop" is gone, but the alert Slow still links to it',
    ]);
  });
});
