import { describe, expect, it } from 'vitest';
import { onOneLine } from '../../src/cli/run.js';

describe('a step of the progress', () => {
  it('is shown as it is where it fits, and by its end where it would wrap', () => {
    expect(onOneLine('checking')).toBe('checking…');
    expect(onOneLine('reading dashboards/shop.json', 29)).toBe('reading dashboards/shop.json…');
    expect(onOneLine('reading dashboards/shop.json', 28)).toBe('…ding dashboards/shop.json…');
    expect(onOneLine('reading dashboards/shop.json', 20)).toBe('…hboards/shop.json…');
  });
});
