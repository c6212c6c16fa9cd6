import type { TestResult } from '../types/testing.js';
import type { Diagnostic, Report } from '../types.js';
import { byFile } from './by-file.js';
import { document, element, escaped } from './xml.js';

/**
 * What every CI shows as test results: a suite for each file, a case for each finding. What does not fail the command
 * is a case that was skipped, so that it is seen and nothing turns red.
 */
export function junit(report: Report): string {
  const { diagnostics, command, strict = false, checked, tests } = report;
  const name = `obsctl ${command}`;
  if (tests) return testDocument(name, tests);
  const fails = ({ severity }: Diagnostic) => severity === 'error' || (strict && severity === 'warning');
  const suites = [...byFile(diagnostics, name)].map(([file, found]) => {
    const failures = found.filter(fails).length;
    const counts = { tests: found.length, failures, errors: 0, skipped: found.length - failures };
    return element(
      'testsuite',
      { name: file, ...counts },
      found.map((one) => testcase(one, fails(one))),
    );
  });
  const failures = diagnostics.filter(fails).length;
  // some readers take a report without a single case for a broken one
  const nothing = element('testsuite', { name, tests: 1, failures: 0, errors: 0, skipped: 0 }, [
    element('testcase', { name: `nothing found${checked ? ` in ${checked}` : ''}`, classname: name }),
  ]);
  const counts = { tests: Math.max(1, diagnostics.length), failures, errors: 0 };
  return document(element('testsuites', { name, ...counts }, suites.length > 0 ? suites : [nothing]));
}

/** Tests as they are: a suite for each environment. */
function testDocument(name: string, tests: readonly TestResult[]): string {
  const counts = (of: readonly TestResult[]) => ({
    tests: of.length,
    failures: of.filter(({ status }) => status === 'failed').length,
    errors: 0,
    skipped: of.filter(({ status }) => status === 'skipped').length,
  });
  const suites = [...new Set(tests.map(({ environment }) => environment))].map((environment) => {
    const own = tests.filter((one) => one.environment === environment);
    return element('testsuite', { name: environment, ...counts(own) }, own.map(testOf));
  });
  return document(element('testsuites', { name, ...counts(tests) }, suites));
}

function testOf({ name, environment, kind, origin, status, reason, differences }: TestResult): string {
  const [first] = differences;
  const lines = differences.flatMap(({ message, expected = [], actual = [], origin: place = origin }) => [
    `${place.file}:${place.line}:${place.column} ${message}`,
    ...expected.map((line) => `  - ${line}`),
    ...actual.map((line) => `  + ${line}`),
  ]);
  const verdict =
    status === 'failed'
      ? [element('failure', { type: kind, message: first?.message ?? '' }, [escaped(lines.join('\n'))])]
      : status === 'skipped'
        ? [element('skipped', { message: reason ?? 'not checked' })]
        : [];
  return element(
    'testcase',
    { name, classname: `${environment}.${kind}`, file: origin.file, line: origin.line },
    verdict,
  );
}

function testcase({ code, severity, message, help, origin }: Diagnostic, fails: boolean): string {
  const place = origin ? `${origin.file}:${origin.line}:${origin.column}` : '';
  const verdict = fails
    ? element('failure', { type: severity, message }, [escaped([place, help].filter(Boolean).join('\n'))])
    : element('skipped', { message: [`${severity}: ${message}`, help].filter(Boolean).join('\n') });
  const name = origin ? `${message} (${place})` : message;
  return element('testcase', { name, classname: code, file: origin?.file, line: origin?.line }, [verdict]);
}
