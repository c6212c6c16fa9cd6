import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mend } from '../../src/commands/validate/mend.js';
import type { Diagnostic } from '../../src/types.js';
import { obsctl, temporaryProject } from '../helpers/project.js';

const dashboard = `{
    "title": "D",
    "templating": {"list": [
        {"name": "job", "type": "query", "query": "label_values(up, job)", "refresh": 1}
    ]},
    "panels": [
        {"title": "A", "type": "text", "targets": [{"expr": "rate(x_total{job=~\\"[[job]]\\", b=~\\"^c|d$\\"}[5m] offset 1h)"}]}
    ]
}
`;

const mended = `{
    "editable": false,
    "title": "D",
    "templating": {"list": [
        {"name": "job", "type": "query", "query": "label_values(up, job)", "refresh": 2}
    ]},
    "panels": [
        {"title": "A", "type": "text", "targets": [{"expr": "rate(x_total{job=~\\"\${job}\\", b=~\\"c|d\\"}[$__rate_interval] offset 1h)"}]}
    ]
}
`;

const codes = (list: readonly { code: string }[]) => list.map(({ code }) => code).sort();

describe('validate --fix', () => {
  it('mends what is certain and keeps everything else as it was written', async () => {
    const root = temporaryProject({ 'd.json': dashboard });
    chmodSync(join(root, 'd.json'), 0o640);
    const { code, stdout } = await obsctl(root, ['validate', '--fix', 'd.json', '--format', 'json']);
    expect(readFileSync(join(root, 'd.json'), 'utf8')).toBe(mended);
    expect(statSync(join(root, 'd.json')).mode & 0o777).toBe(0o640);
    const { fixed, diagnostics } = JSON.parse(stdout);
    expect(codes(fixed)).toEqual([
      'dashboard/editable',
      'panel/rate-interval',
      'promql/regexp',
      'variable/old-form',
      'variable/refresh',
    ]);
    expect(codes(diagnostics)).toEqual(['dashboard/datasource-variable']);
    expect(code).toBe(0);
    expect(readdirSync(root).sort()).toEqual(['d.json', 'node_modules']);
    const again = JSON.parse((await obsctl(root, ['validate', '--fix', 'd.json', '--format', 'json'])).stdout);
    expect(again.fixed).toEqual([]);
  });

  it('writes nothing with --check, says what it would mend, and exits 1', async () => {
    const root = temporaryProject({ 'd.json': dashboard });
    const { code, stdout, stderr } = await obsctl(root, ['validate', '--fix', '--check', 'd.json']);
    expect(readFileSync(join(root, 'd.json'), 'utf8')).toBe(dashboard);
    expect(stdout).toContain('would fix  d.json:7:');
    expect(stderr).toContain('variable/old-form');
    expect(code).toBe(1);
  });

  it('tells how much it would mend where nobody asked', async () => {
    const root = temporaryProject({ 'd.json': dashboard });
    expect((await obsctl(root, ['validate', 'd.json'])).stdout).toContain('; --fix mends 5 of them');
  });

  it('writes through a link, and not in its place', async () => {
    const root = temporaryProject({ 'real/d.json': dashboard });
    symlinkSync('real/d.json', join(root, 'd.json'));
    await obsctl(root, ['validate', '--fix', 'd.json']);
    expect(lstatSync(join(root, 'd.json')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(root, 'real/d.json'), 'utf8')).toBe(mended);
  });

  it('leaves titles that name the range in peace', async () => {
    const titled = dashboard.replace('"title": "A"', '"title": "per second [5m]"');
    const root = temporaryProject({});
    writeFileSync(join(root, 'd.json'), titled);
    await obsctl(root, ['validate', '--fix', 'd.json']);
    expect(readFileSync(join(root, 'd.json'), 'utf8')).toContain('[5m]');
  });

  it('refuses to fix definitions, and --check without --fix', async () => {
    const root = temporaryProject({ 'd.json': dashboard });
    const withoutFiles = await obsctl(root, ['validate', '--fix']);
    expect([withoutFiles.code, withoutFiles.stderr]).toEqual([2, expect.stringContaining('--fix mends files')]);
    const checkOnly = await obsctl(root, ['validate', '--check', 'd.json']);
    expect([checkOnly.code, checkOnly.stderr]).toEqual([2, expect.stringContaining('--check goes with --fix')]);
  });
});

describe('mending', () => {
  const finding = (start: number, end: number, text: string): Diagnostic => ({
    code: 'a/b',
    severity: 'info',
    message: `${start}`,
    edit: { file: 'f', start, end, text },
  });

  it('does not take an edit that breaks something', () => {
    const given = new Map([['f', 'good']]);
    const findings = (texts: ReadonlyMap<string, string>): Diagnostic[] =>
      texts.get('f') === 'good' ? [finding(0, 4, 'bad')] : [{ code: 'c/d', severity: 'error', message: 'broken' }];
    expect(mend(given, findings(given), findings)).toEqual({ texts: given, fixed: [], left: findings(given) });
  });

  it('makes edits that overlap one after the other, and ends where they go in a circle', () => {
    const given = new Map([['f', 'xyz']]);
    const overlapping = (texts: ReadonlyMap<string, string>) => {
      const text = texts.get('f') ?? '';
      return [
        ...(text.includes('xy') ? [finding(0, 2, 'a')] : []),
        ...(text.includes('z') ? [finding(text.indexOf('z') - 1, text.length, 'b')] : []),
      ];
    };
    const twice = mend(given, overlapping(given), overlapping);
    expect(twice.texts.get('f')).toBe('b');
    const turning = (texts: ReadonlyMap<string, string>) => [
      finding(0, 1, texts.get('f')?.startsWith('x') ? 'y' : 'x'),
    ];
    const circle = mend(given, turning(given), turning);
    expect(circle.fixed.length).toBeLessThan(20);
  });
});
