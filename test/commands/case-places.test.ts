import { describe, expect, it } from 'vitest';
import { elementPlaces } from '../../src/commands/test/case-places.js';

/** The word at each place. */
const found = (text: string, count: number) =>
  elementPlaces(text, text.indexOf('routing('), count).map((at) =>
    at === undefined ? '?' : /^[^,\s\]]+/.exec(text.slice(at))?.[0],
  );

describe('the place of a case', () => {
  it('is where its object begins, whatever stands in it', () => {
    expect(found("x = routing('a, [b', [{a: '],'}, { b: [1, 2] }, // {no}\n f({}, [])], z)", 3)).toEqual([
      '{a:',
      '{',
      'f({}',
    ]);
  });

  it('is the spread of those that one makes', () => {
    expect(found("routing('a', [{a}, ...many([1, 2]), {z}])", 5)).toEqual([
      '{a}',
      '...many([1',
      '...many([1',
      '...many([1',
      '{z}',
    ]);
    expect(found("routing('a', [...one, ...other, {z}])", 3)).toEqual(['?', '?', '{z}']);
  });

  it('is unknown where the text does not tell', () => {
    expect(found("routing('a', rows.map(([a, b]) => a))", 2)).toEqual([]);
    expect(found("routing('a', [{a}, {b}])", 3)).toEqual([]);
    expect(found("routing('a', [{a}, {b}])", 1)).toEqual([]);
  });
});
