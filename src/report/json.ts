import type { Comparison } from '../types/comparison.js';
import type { Deployment } from '../types/deploy.js';
import type { Change } from '../types/target.js';
import type { Diagnostic, Report } from '../types.js';
import { alertsBody } from './json-alerts.js';
import { testBody } from './json-tests.js';

/** The machine-readable form: one object, its shape named by `schema`. */
export function json(report: Report): string {
  const environments = report.environments?.map(({ name, out, resources }) => ({ name, out, resources }));
  return `${JSON.stringify(
    {
      schema: `obsctl/${report.command}/v1`,
      ok: report.exitCode === 0,
      diagnostics: report.diagnostics.map(diagnosticBody),
      ...(report.status ?? {}),
      ...(report.deployment ? deploymentBody(report.deployment) : {}),
      ...(environments ? { environments } : {}),
      ...(report.fixed ? { fixed: report.fixed.map(diagnosticBody) } : {}),
      ...(report.skipped ? { skipped: report.skipped } : {}),
      ...(report.fixable ? { fixable: report.fixable.map(diagnosticBody) } : {}),
      ...(report.stale ? { stale: report.stale } : {}),
      ...alertsBody(report),
      ...(report.preview ? report.preview : {}),
      ...testBody(report),
      ...(report.comparison ? comparisonBody(report.comparison) : {}),
      ...(report.explained ? { check: report.explained } : {}),
      ...(report.message ? { message: report.message } : {}),
      ...(report.codes ? { codes: report.codes } : {}),
    },
    null,
    2,
  )}\n`;
}

/** Without what is for people only. */
function comparisonBody({ layouts: _layouts, shown: _shown, ...comparison }: Comparison): object {
  return comparison;
}

function diagnosticBody({ code, severity, message, help, origin, resource, edit }: Diagnostic): object {
  const rest = { ...(resource ? { resource } : {}), ...(edit ? { fixable: true } : {}) };
  return { code, severity, message, ...(help ? { help } : {}), ...origin, ...rest };
}

function deploymentBody({ writes, changes, proof, applies, out }: Deployment): object {
  const count = (op: Change['op']) => changes.filter((change) => change.op === op).length;
  return {
    summary: {
      create: count('create'),
      update: count('update'),
      delete: count('delete'),
      adopt: count('adopt'),
      drifted: count('drifted'),
      conflict: count('conflict'),
      kept: count('kept'),
      unchanged: count('unchanged'),
    },
    writes,
    changes: changes.filter(({ op }) => op !== 'unchanged').map(({ origin, ...change }) => ({ ...change, ...origin })),
    proof,
    applies,
    ...(out === undefined ? {} : { out }),
  };
}
