import { describe, expect, it } from 'vitest';
import { checks } from '../../src/checks/all.js';
import type { CheckedQuery } from '../../src/checks/check.js';
import { checkQuery } from '../../src/checks/check-query.js';

function codes(example: string): string[] {
  const [context = '', ...rest] = example.split(': ');
  return checkQuery(rest.join(': '), {
    context: context as CheckedQuery['context'],
    variables: context === 'panel',
  }).map(({ code }) => code);
}

describe.each(checks.map((check) => [check.code, check] as const))('%s', (code, check) => {
  it.each(check.bad)('finds %s', (example) => {
    expect(codes(example)).toContain(code);
  });

  it.each(check.good)('has nothing to say of %s', (example) => {
    expect(codes(example)).not.toContain(code);
  });

  it('says what it finds and what happens otherwise', () => {
    expect(check.summary).toMatch(/^[a-z].*[^.]$/);
    expect(check.why).toMatch(/^[A-Z].*\.$/);
  });
});
