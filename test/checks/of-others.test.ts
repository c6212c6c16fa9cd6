import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checks } from '../../src/checks/all.js';
import { repository } from '../helpers/environment.js';

const codes = new Set<string>(checks.map(({ code }) => code));
const page = (name: string) => readFileSync(join(repository, 'docs', name), 'utf8');

/** What stands in backquotes and looks like a code. */
const named = (text: string) =>
  [...text.matchAll(/`([a-z]+\/[a-z-]+)`/g)].map((found) => found[1] ?? '').filter((one) => one !== 'alerts/route');

describe.each(['checks-of-others.md', 'judgement.md'])('%s', (name) => {
  it('names checks that exist', () => {
    expect(named(page(name)).filter((code) => !codes.has(code))).toEqual([]);
    expect(new Set(named(page(name))).size).toBeGreaterThan(9);
  });
});

it('each of the 32 checks of pint and the 17 of dashboard-linter has its line, with ours or a reason', () => {
  const section = (title: string) => page('checks-of-others.md').split(`## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = (title: string) =>
    [...section(title).matchAll(/^\| ([a-z][^|]*?) \| ([^|]+) \|$/gm)].filter((row) => row[1] !== 'check');
  expect(rows('pint')).toHaveLength(32);
  expect(rows('dashboard-linter').flatMap((row) => row[1]?.split(', ') ?? [])).toHaveLength(17);
  for (const [, , ours = ''] of [
    ...rows('pint'),
    ...rows('dashboard-linter'),
    ...rows('promtool'),
    ...rows('amtool'),
  ]) {
    expect(ours).toMatch(/`[a-z]+\/[a-z-]+`|not here|`obsctl /);
  }
});
