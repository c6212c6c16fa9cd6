import { checks } from '../checks/all.js';
import { explanationOf } from '../checks/check.js';
import { UserError } from '../errors.js';
import { nearest } from '../nearest.js';
import type { CodeGroup } from '../types/explain.js';
import type { Report, Severity } from '../types.js';
import { compiling } from './explain/compiling.js';
import { planWords, running } from './explain/running.js';
import { liveChecks } from './live/checks.js';

const live = Object.entries(liveChecks).map(([code, { summary, todo }]) => [code, [summary, todo] as const] as const);
const messages: Readonly<Record<string, readonly [summary: string, todo: string]>> = {
  ...{ ...compiling, ...running, ...planWords },
  ...Object.fromEntries(live),
};
const severities: Readonly<Record<string, { readonly severity: Severity }>> = liveChecks;

/** What a code means, why it matters, and how it is right; without a code, or of a group, which there are. */
export async function explain(options: { readonly code?: string | undefined }): Promise<Report> {
  const report = { command: 'explain', exitCode: 0, diagnostics: [] };
  const { code } = options;
  if (code === undefined) return { ...report, codes: groups() };
  const check = checks.find((one) => one.code === code);
  if (check) return { ...report, explained: explanationOf(check) };
  if (Object.hasOwn(messages, code)) {
    const [summary, todo] = messages[code] as readonly [string, string];
    return { ...report, message: { code, summary, todo } };
  }
  const group = groups().find((one) => one.group === code.replace(/\/$/, ''));
  if (group) return { ...report, codes: [group] };
  throw unknown(code);
}

function groups(): readonly CodeGroup[] {
  const all: { code: string; severity?: Severity; summary: string }[] = [
    ...checks.map(({ code, severity, summary }) => ({ code, severity, summary })),
    ...Object.entries(messages).map(([code, [summary]]) => {
      const severity = severities[code]?.severity;
      return severity ? { code, severity, summary } : { code, summary };
    }),
  ];
  const byGroup = new Map<string, (typeof all)[number][]>();
  for (const one of all.sort((a, b) => (a.code < b.code ? -1 : 1))) {
    const group = one.code.includes('/') ? (one.code.split('/')[0] as string) : 'plan';
    byGroup.set(group, [...(byGroup.get(group) ?? []), one]);
  }
  return [...byGroup].sort(([a], [b]) => (a < b ? -1 : 1)).map(([group, codes]) => ({ group, codes }));
}

function unknown(code: string): UserError {
  const all = groups();
  const groupNames = all.map(({ group }) => group);
  const codes = all.flatMap((group) => group.codes.map((one) => one.code));
  const [first = '', last] = code.split('/');
  const group = all.find((one) => one.group === first);
  const groupMeant = group === undefined && first.length >= 4 ? nearest(first, groupNames) : undefined;
  const close = nearest(code, codes) ?? byName(last ?? first, codes) ?? groupMeant;
  return new UserError(`there is no code ${code}${close ? `: did you mean ${close}?` : ''}`, {
    code: 'explain/unknown',
    help: group
      ? `the codes of ${first} are ${group.codes.map((one) => one.code).join(', ')}`
      : `obsctl explain lists them all; the groups are ${groupNames.join(', ')}`,
  });
}

/** A right name in a wrong group, or without any. */
function byName(name: string, codes: readonly string[]): string | undefined {
  const names = codes.map((code) => code.split('/')[1] ?? '');
  // one letter of three or four makes another word
  const close = name.length < 5 ? names.find((one) => one === name) : nearest(name, names);
  return close === undefined ? undefined : codes[names.indexOf(close)];
}
