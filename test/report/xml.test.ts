import { describe, expect, it } from 'vitest';
import { checkstyle } from '../../src/report/checkstyle.js';
import { junit } from '../../src/report/junit.js';
import type { Report } from '../../src/types.js';
import { nothing, reported } from './reported.js';

/** Elements that are left open or closed twice, and characters that XML forbids. */
function faultsOf(xml: string): string[] {
  const open: string[] = [];
  const faults: string[] = [];
  for (const [, closing, name, attributes = '', empty] of xml.matchAll(
    /<(\/?)([a-z]+)((?:\s+\w+="[^"<]*")*)\s*(\/?)>/g,
  )) {
    if (closing) {
      if (open.pop() !== name) faults.push(`</${name}>`);
    } else if (!empty) open.push(name ?? '');
    if (/&(?!(amp|lt|gt|quot|#\d+);)/.test(attributes)) faults.push(attributes);
  }
  const rest = xml.replace(/^<\?xml[^>]*\?>/, '').replace(/<\/?[a-z]+(?:\s+\w+="[^"<]*")*\s*\/?>/g, '');
  if (/[<>]/.test(rest)) faults.push(rest.trim());
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(xml)) faults.push('a control character');
  return [...faults, ...open];
}

describe.each([
  ['junit', junit],
  ['checkstyle', checkstyle],
] as const)('the %s report', (_, write: (report: Report) => string) => {
  it('is well-formed whatever a finding says', () => {
    expect(faultsOf(write(reported))).toEqual([]);
    expect(faultsOf(write(nothing))).toEqual([]);
    expect(faultsOf('<a><b></a>&')).not.toEqual([]);
  });
});

describe('junit', () => {
  it('fails for errors, for warnings only where they count, and shows the rest as skipped', () => {
    const counts = (report: Report) => /^<testsuites .*$/m.exec(junit(report))?.[0];
    expect(counts(reported)).toBe('<testsuites name="obsctl validate" tests="4" failures="2" errors="0">');
    expect(counts({ ...reported, strict: true })).toContain('failures="3"');
    expect(junit(reported)).toContain(
      '<testsuite name="rules/a b,c.yaml" tests="2" failures="1" errors="0" skipped="1">',
    );
    expect(junit(reported)).toContain('<skipped message="info: panel 1"/>');
    expect(junit(reported)).toContain('rules/a b,c.yaml:3:7&#10;keep le: by (…, le)');
  });

  it('has one case that passed where nothing was found', () => {
    expect(junit(nothing)).toContain('tests="1" failures="0"');
    expect(junit(nothing)).toContain('<testcase name="nothing found in 1 file" classname="obsctl validate"/>');
  });
});

describe('checkstyle', () => {
  it('lists findings by file, with line, column and severity', () => {
    expect(checkstyle(reported)).toContain('  <file name="d.ts">\n    <error line="2" column="3" severity="info"');
    expect(checkstyle(reported)).toContain('source="obsctl.promql/quantile-le"');
    expect(checkstyle(nothing)).toContain('<checkstyle version="4.3"/>');
  });
});
