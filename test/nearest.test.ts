import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from '../src/nearest.js';

describe('the name that was meant', () => {
  it.each([
    ['recevier', ['route', 'receiver'], 'receiver'],
    ['fro', ['expr', 'for'], 'for'],
    ['for', ['form', 'from'], 'form'],
    ['commonlabels', ['CommonAnnotations', 'CommonLabels'], 'CommonLabels'],
    ['STATUS', ['Status'], 'Status'],
    ['severty', ['severity', 'several'], 'severity'],
  ])('by %s is, of %j, %s', (name, known, meant) => {
    expect(nearest(name, known)).toBe(meant);
    expect(didYouMean(name, known)).toBe(`: did you mean "${meant}"?`);
  });

  it.each([
    ['abc', ['xyz']],
    ['as', ['by']],
    ['team', ['severity']],
    ['anything', []],
  ])('by %s is none of %j', (name, known) => {
    expect(nearest(name, known)).toBeUndefined();
    expect(didYouMean(name, known)).toBe('');
  });
});
