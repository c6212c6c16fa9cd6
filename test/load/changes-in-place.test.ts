import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { changesInPlace } from '../../src/load/changes-in-place.js';

/** As the bundler prints a module. */
function bundled(source: string): string {
  const { outputFiles } = buildSync({
    stdin: { contents: source, sourcefile: 'module.ts', loader: 'ts' },
    ...{ bundle: true, format: 'cjs', platform: 'node', target: 'node20', write: false, external: ['obsctl'] },
  });
  return outputFiles[0]?.text ?? '';
}

const inFunction = (body: string) => `export function f(n: any, list: any) {\n${body}\n}`;

describe('a module that changes something in place is known by its text', () => {
  it.each([
    ['a counter of the module', 'let n = 0; export const next = () => ++n;'],
    ['a counter behind it', 'let n = 0; export const next = () => n++;'],
    ['a counter as a statement', 'let n = 0; export function next() { n++; return n; }'],
    ['a counter before an operator', inFunction('return n++ - 1;')],
    ['a counter within a template', inFunction('return `${n++}`;')],
    ['a counter of a closure', 'export const counter = (n = 0) => () => (n += 1);'],
    ['a sum', 'let n = 0; export const add = (m: number) => { n += m; };'],
    ['a shift', inFunction('n <<= 1;')],
    ['a lazy value', 'let n: any; export const get = () => n ??= [];'],
    ['a lazy value by or', 'let n: any; export const get = () => (n ||= []);'],
    ['a variable', 'let last: any; export const keep = (x: any) => { last = x; return x; };'],
    ['a variable within an expression', 'let last: any; export const keep = (x: any) => (last = x);'],
    ['a variable among arguments', inFunction('return list(1, n = 2);')],
    ['a variable as the first argument', inFunction('return list(n = 2);')],
    ['a variable of a condition', inFunction('return n && (n = 2);')],
    ['a variable in a list', inFunction('return [n = 2];')],
    ['a variable in another assignment', inFunction('const m = n = 2; return m;')],
    ['a variable in a template', inFunction('return `${n = 2}`;')],
    ['a variable that a loop sets', inFunction('for (n of list) list(n);')],
    ['a parameter', inFunction('if (list) n = 2; return n;')],
    ['a parameter of a loop', inFunction('for (; n; n = list()) list(n);')],
    ['a parameter otherwise', inFunction('if (list) return list; else n = 2; throw n = 3;')],
    ['a property', inFunction('list.cpu = 1;')],
    ['a property of a default', 'export function f(a: any, b = (a.c = 1)) { return b; }'],
    ['an element', inFunction('list[0] = 1;')],
    ['a property by name', inFunction('list["a"] = 1;')],
    ['a property of itself', 'export class A { n = 0; count() { this.n += 1; } }'],
    ['a private property', 'export class A { #n = 0; count() { this.#n = 1; } }'],
    ['several at once', inFunction('[n, list] = [1, 2];')],
    ['several properties at once', inFunction('({ a: list.a, b: n } = n);')],
    ['a property that goes', inFunction('delete list.a;')],
    ['an element that goes', inFunction('delete list[n];')],
    ['a list that grows', 'export const all: number[] = []; export const add = (n: number) => all.push(n);'],
    ['a list that grows, asked carefully', inFunction('list?.push(n);')],
    ['a list that grows by name', inFunction('list["push"](n);')],
    ['a list that is sorted', inFunction('return list.sort();')],
    ['a set that grows', 'const all = new Set(); export const add = (n: number) => all.add(n);'],
    ['a map that grows', 'const all = new Map(); export const add = (n: number) => all.set(n, n);'],
    ['a function of Object', inFunction('Object.assign(list, { n });')],
    ['a function of Reflect', inFunction('Reflect.deleteProperty(list, n);')],
    ['a setter of bytes', inFunction('list.setInt8(0, n);')],
    ['a pattern that remembers its place', 'const p = /a/g; export const f = (t: string) => p.test(t);'],
    ['a generator', 'export function* ids() { yield 1; yield 2; }'],
    ['an iterator', 'const ids = [1, 2].values(); export const next = () => ids.next();'],
    ['an iterator that is taken apart', 'const ids = [1, 2].values(); export const [first] = ids;'],
  ])('%s', (_, source) => {
    expect(changesInPlace(bundled(source))).toBe(true);
  });

  it.each([
    ['constants', "export const a = 1, b = { c: [2, 'd'] };"],
    ['functions', 'export const f = (a: number) => a + 1; export function g(b: string) { return `${b}!`; }'],
    [
      'defaults of parameters',
      'export function f(a = 1, b: string[] = []) { return (c = 2, d = "e") => [a, b, c, d]; }',
    ],
    ['defaults of what is taken apart', inFunction('const { a, b = [] } = n; const [c = 1] = list; return [a, b, c];')],
    ['copies', 'export const f = (a: object, b: number[]) => [{ ...a, c: 1 }, [...b, 2], b.toSorted()];'],
    ['loops over constants', inFunction('for (const one of list) list(one); return Object.entries(n);')],
    ['comparisons', inFunction('return n <= 1 || n >= 2 || n == 3 || n !== 4;')],
    [
      'options of the names of functions',
      'export const a = { fill: 10, set: 1, sort: "asc", test: true, class: "x" };',
    ],
    ['a flag of a command', 'export const a = `rsync -a --delete "$FROM" ${1}`;'],
    ['definitions', "import { dashboard } from 'obsctl'; export const a = dashboard('a', { rows: [] } as any);"],
  ])('and not one with %s', (_, source) => {
    expect(changesInPlace(bundled(source))).toBe(false);
  });
});
