import { checks } from '../checks/all.js';
import { explanationOf } from '../checks/check.js';
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
  return { command: 'explain', exitCode: 0, diagnostics: [], explained: explanationOf(check) };
}
