import type { Span } from '../promql/ast.js';
import { type NodeType, walk } from '../promql/walk.js';
import type { Diagnostic, Path, Subject } from '../types.js';
import { checks } from './all.js';
import type { Check, FileNote, NodeCheck, Note } from './check.js';
import { isAccepted } from './model/alertmanager.js';
import type { Everything } from './model/everything.js';
import { type Inspected, inspectionsOf, inspectionsOfRule } from './model/inspections.js';
import { accepted, type FoundQuery, verdictOf } from './model/query.js';

/** Runs checks over everything there is; findings come in the order of the checks. */
export function runChecks(all: Everything, chosen: readonly Check[] = checks): Diagnostic[] {
  const found = new Map<Check, Diagnostic[]>(chosen.map((check) => [check, []]));
  const say: Say = (check, notes, { subject, owner, path }, query) => {
    for (const note of notes) {
      const whole = { subject, owner, path, ...(query ? { query } : {}), ...note };
      if (subject.excepted?.(check.code, whole.path)) continue;
      found.get(check)?.push(diagnostic(check, whole));
    }
  };
  lookAtThings(all, chosen, say);
  for (const check of chosen) {
    if (check.on === 'alertmanager') {
      for (const config of all.configs.filter(isAccepted)) {
        say(check, check.run(config, all), { subject: config.subject, owner: '', path: [] });
      }
    }
    if (check.on === 'files') {
      for (const note of check.run(all)) {
        say(check, [note], { ...note, path: note.path ?? note.query?.path ?? [] }, note.query);
      }
    }
  }
  return chosen.flatMap((check) => found.get(check) ?? []);
}

/** What notes are about, where they do not say it themselves. */
interface Thing {
  readonly subject: Subject;
  readonly owner: string;
  readonly path: Path;
}

/** @param query the thing itself, where it is one */
type Say = (check: Check, notes: readonly Note[], thing: Thing, query?: FoundQuery) => void;

/** Each thing is looked at by all checks before the next: its tree is then at hand, and need not be kept. */
function lookAtThings(all: Everything, chosen: readonly Check[], say: Say): void {
  const ofRule = chosen.filter((check) => check.on === 'rule');
  const ofMetric = chosen.filter((check) => check.on === 'metric');
  const ofPanel = chosen.filter((check) => check.on === 'panel');
  const ofDashboard = chosen.filter((check) => check.on === 'dashboard');
  const ofTemplate = chosen.filter((check) => check.on === 'template');
  const look = lookingAtQuery(all, chosen, say);
  const lookInto = (template: Inspected) => {
    for (const check of ofTemplate) {
      const notes = check.run(template, all);
      if (notes.length > 0) say(check, notes, template.found);
    }
  };
  for (const rule of all.rules) {
    if (rule.query) look(rule.query);
    for (const check of ofRule) {
      const notes = check.run(rule, all);
      if (notes.length > 0) say(check, notes, rule);
    }
    if (ofTemplate.length > 0) inspectionsOfRule(rule, all).forEach(lookInto);
  }
  for (const metric of all.catalogue) {
    for (const check of ofMetric) say(check, check.run(metric, all), metric);
  }
  for (const dashboard of all.dashboards) {
    const { subject, title, panels, variables, queries } = dashboard;
    for (const panel of panels) {
      for (const { query } of panel.targets) if (query) look(query);
      for (const check of ofPanel) {
        const notes = check.run(panel, all);
        if (notes.length > 0) say(check, notes, panel);
      }
    }
    for (const { query } of variables) if (query) look(query);
    for (const query of queries) look(query);
    const thing = { subject, owner: `dashboard "${title}"`, path: [] };
    for (const check of ofDashboard) say(check, check.run(dashboard, all), thing);
  }
  if (ofTemplate.length > 0) inspectionsOf(all).all.forEach(lookInto);
}

function lookingAtQuery(all: Everything, chosen: readonly Check[], say: Say): (query: FoundQuery) => void {
  const ofRefused = chosen.filter((check) => check.on === 'refusal');
  const ofQuery = chosen.filter((check) => check.on === 'query');
  const ofNode = new Map<NodeType, NodeCheck[]>();
  for (const check of chosen.filter((one) => one.on === 'node')) {
    if (check.needs && all[check.needs] === undefined) continue;
    for (const type of check.types) ofNode.set(type, [...(ofNode.get(type) ?? []), check]);
  }
  const none: readonly NodeCheck[] = [];
  return (found) => {
    const query = accepted(found);
    if (!query) {
      for (const check of ofRefused) say(check, check.run(verdictOf(found)), found, found);
      return;
    }
    for (const check of ofQuery) {
      const notes = check.run(query, all);
      if (notes.length > 0) say(check, notes, found, found);
    }
    for (const visited of walk(query.expr)) {
      const { expr } = visited;
      for (const check of ofNode.get(expr.type) ?? none) {
        const notes = check.run(expr, query, all, visited);
        if (notes.length > 0) say(check, notes, found, found);
      }
    }
  };
}

interface Placed extends FileNote {
  readonly path: Path;
}

function diagnostic({ code, severity }: Check, note: Placed): Diagnostic {
  const { message, help, cause = message, span, fix, subject, owner, path, query } = note;
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
    cause,
  };
}
