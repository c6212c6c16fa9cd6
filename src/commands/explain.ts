import { checks } from '../checks/all.js';
import { UserError } from '../errors.js';
import type { Report } from '../types.js';

/** What a finding's code means, why it matters, and how it is right. */
export async function explain(options: { readonly code: string }): Promise<Report> {
  const check = checks.find(({ code }) => code === options.code);
  if (!check) {
    throw new UserError(`there is no check ${options.code}`, {
      code: 'explain/unknown',
      help: `the checks are ${checks.map(({ code }) => code).join(', ')}`,
    });
  }
  const { code, severity, summary, why, good, bad } = check;
  return { command: 'explain', exitCode: 0, diagnostics: [], explained: { code, severity, summary, why, good, bad } };
}
