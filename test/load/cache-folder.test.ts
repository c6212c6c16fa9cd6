import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { obsctl, small, temporaryProject } from '../helpers/project.js';

/** A file where the cache would be: nobody may make a folder of it, not even root. */
const readOnly = { ...small, '.obsctl': '' };

describe('where nothing may be kept in the project', () => {
  it('bundles are kept with the user', async () => {
    const root = temporaryProject(readOnly);
    const users = join(root, '..', 'cache');
    const { code, stderr } = await obsctl(root, ['build'], { XDG_CACHE_HOME: users });
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(readdirSync(join(users, 'obsctl'))).toHaveLength(1);
  });

  it('and not with the user either, in a folder that is gone afterwards', async () => {
    const root = temporaryProject(readOnly);
    const temporary = join(root, '..', 'temporary');
    mkdirSync(temporary);
    const { code, stderr } = await obsctl(root, ['build'], { XDG_CACHE_HOME: '/dev/null', TMPDIR: temporary });
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(existsSync(join(root, 'build/prod/prometheus/rules/home.yaml'))).toBe(true);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('and nowhere at all, it says which folders would do', async () => {
    const root = temporaryProject(readOnly);
    const { code, stderr } = await obsctl(root, ['build'], { XDG_CACHE_HOME: '/dev/null', TMPDIR: '/dev/null' });
    expect(code).toBe(2);
    expect(stderr).toContain('there is no folder that obsctl may write its bundles to');
    expect(stderr).toContain('XDG_CACHE_HOME');
    expect(stderr).not.toContain('    at ');
    expect(existsSync(join(root, 'build'))).toBe(false);
  });
});
