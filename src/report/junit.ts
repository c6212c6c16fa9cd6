import type { Diagnostic, Report } from '../types.js';
import { byFile } from './by-file.js';
import { document, element, escaped } from './xml.js';

/**
 * What every CI shows as test results: a suite for each file, a case for each finding. What does not fail the command
 * is a case that was skipped, so that it is seen and nothing turns red.
 */
export function junit({ diagnostics, command, strict = false, checked }: Report): string {
  const name = `obsctl ${command}`;
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

function testcase({ code, severity, message, help, origin }: Diagnostic, fails: boolean): string {
  const place = origin ? `${origin.file}:${origin.line}:${origin.column}` : '';
  const verdict = fails
    ? element('failure', { type: severity, message }, [escaped([place, help].filter(Boolean).join('\n'))])
    : element('skipped', { message: [`${severity}: ${message}`, help].filter(Boolean).join('\n') });
  const name = origin ? `${message} (${place})` : message;
  return element('testcase', { name, classname: code, file: origin?.file, line: origin?.line }, [verdict]);
}
