import type { Span } from '../promql/ast.js';
import type { Diagnostic } from '../types.js';
import { checks } from './all.js';
import type { Check, FileNote } from './check.js';
import { isAccepted as isAcceptedConfig } from './model/alertmanager.js';
import type { Everything } from './model/everything.js';
import { inspectionsOf } from './model/inspections.js';

/** Runs checks over everything there is; findings come in the order of the checks. */
export function runChecks(all: Everything, chosen: readonly Check[] = checks): Diagnostic[] {
  return chosen.flatMap((check) =>
    run(check, all)
      .filter(({ subject, path, query }) => !subject.excepted?.(check.code, path ?? query?.path ?? []))
      .map((note) => diagnostic(check, note)),
  );
}

/** What a check has to say, each with the thing that it is about. */
function run(check: Check, all: Everything): FileNote[] {
  switch (check.on) {
    case 'query':
      return all.accepted.flatMap((query) => {
        const notes = check.run(query, all);
        // nearly always nothing, and there are many queries
        if (notes.length === 0) return notes as [];
        const { subject, owner, path } = query;
        return notes.map((note) => ({ subject, owner, path, query, ...note }));
      });
    case 'rule':
      return all.rules.flatMap((rule) => {
        const { subject, owner, path } = rule;
        return check.run(rule, all).map((note) => ({ subject, owner, path, ...note }));
      });
    case 'panel':
      return all.dashboards
        .flatMap(({ panels }) => panels)
        .flatMap((panel) => {
          const { subject, owner, path } = panel;
          return check.run(panel, all).map((note) => ({ subject, owner, path, ...note }));
        });
    case 'dashboard':
      return all.dashboards.flatMap((dashboard) => {
        const { subject, title } = dashboard;
        const owner = `dashboard "${title}"`;
        return check.run(dashboard, all).map((note) => ({ subject, owner, path: [], ...note }));
      });
    case 'alertmanager':
      return all.configs.filter(isAcceptedConfig).flatMap((config) => {
        const { subject } = config;
        return check.run(config, all).map((note) => ({ subject, path: [], ...note }));
      });
    case 'template':
      return inspectionsOf(all).all.flatMap((template) => {
        const { subject, owner, path } = template.found;
        return check.run(template, all).map((note) => ({ subject, owner, path, ...note }));
      });
    case 'files':
      return [...check.run(all)];
  }
}

function diagnostic({ code, severity }: Check, note: FileNote): Diagnostic {
  const { message, help, span, fix, subject, owner, query } = note;
  const path = note.path ?? query?.path ?? [];
  const from = query?.from ?? 0;
  // a place in a definition is the call that made it, so the message shows the part of the query
  const moved = (at: Span) => ({ start: at.start + from, end: at.end + from });
  const edit = fix && subject.edit?.({ path, ...('span' in fix ? { ...fix, span: moved(fix.span) } : fix) });
  const quoted = subject.own && query && span ? `, in ${query.text.slice(span.start, span.end)}` : '';
  return {
    code,
    severity,
    message: `${owner}: ${message}${quoted}`,
    ...(help ? { help } : {}),
    origin: subject.place(path, span && moved(span)),
    ...(edit ? { edit } : {}),
  };
}
