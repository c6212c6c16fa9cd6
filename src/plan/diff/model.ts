import { isObject } from '../../json.js';
import { canonical } from '../canonical/canonical.js';
import { type Json, objectsOf } from '../canonical/plain.js';
import { templateBlocks, templateText } from '../canonical/text.js';
import { type Change, compare } from './compare.js';
import { compareDashboards, dashboardModel, dashboardOf } from './dashboard.js';
import { applyChanges } from './patch.js';
import { withNames, withoutNames } from './shape.js';
import { shapes } from './shapes.js';

/** The differences of two bodies of one kind; none where both mean the same. */
export function compareBodies(kind: string, before: unknown, after: unknown): Change[] {
  if (kind === 'grafana/dashboard') return compareDashboards(before, after);
  const left = modelOf(kind, before);
  return compare(left, modelOf(kind, after, left));
}

/** The canonical body that the changes lead to from the left side. */
export function patch(kind: string, before: unknown, changes: readonly Change[]): unknown {
  return bodyOf(kind, applyChanges(modelOf(kind, before), changes, shapes[kind]));
}

function modelOf(kind: string, body: unknown, like?: unknown): unknown {
  if (kind === 'grafana/dashboard' && isObject(body)) return dashboardModel(body);
  const form = canonical(kind, body);
  return withNames(shapes[kind], inParts(kind, form), like);
}

function bodyOf(kind: string, model: unknown): unknown {
  if (kind === 'grafana/dashboard' && isObject(model)) return withoutNames(dashboardOf(model));
  const body = withoutNames(model);
  if (kind === 'alertmanager/template') return templateText(objectsOf((body as Json).blocks) as { text: string }[]);
  if (isLines(kind))
    return canonical(
      kind,
      objectsOf((body as Json).lines)
        .map(lineText)
        .join('\n'),
    );
  // lists without an order have one all the same, so that equal bodies are equal texts
  return canonical(kind, body);
}

/** Texts are compared by their parts. */
function inParts(kind: string, form: unknown): unknown {
  if (kind === 'alertmanager/template') return { blocks: templateBlocks(String(form)) };
  if (!isLines(kind)) return form;
  const lines = String(form)
    .split('\n')
    .filter((line) => line !== '');
  return {
    lines: lines.map((line) => {
      const [name = '', ...value] = line.split('=');
      return { name, ...(value.length > 0 ? { value: value.join('=') } : {}) };
    }),
  };
}

function isLines(kind: string): boolean {
  return kind === 'prometheus/flags' || kind === 'otel/sdk-env';
}

function lineText({ name, value }: Json): string {
  return value === undefined ? String(name) : `${String(name)}=${String(value)}`;
}
