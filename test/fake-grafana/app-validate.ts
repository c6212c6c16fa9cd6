import { type Answer, failure, type Json, type Named } from './answer.js';
import { isObject } from './asked.js';

/** What v1 refuses: a panel whose type is no text. One cause for each rule of the schema that it breaks. */
export function invalidClassic(named: Named, spec: Json): Answer | undefined {
  const panels = Array.isArray(spec.panels) ? spec.panels : [];
  const causes = panels.flatMap((panel, index) => {
    const type = isObject(panel) ? panel.type : undefined;
    if (typeof type !== 'number') return [];
    const field = `spec.panels.${index}.type`;
    return ['"row"', 'string'].map((wanted) => ({
      reason: 'FieldValueInvalid',
      message: `Invalid value: conflicting values ${type} and ${wanted} (mismatched types int and string)`,
      field,
    }));
  });
  if (typeof spec.title !== 'string') {
    const message = `Invalid value: conflicting values ${JSON.stringify(spec.title)} and string (mismatched types)`;
    causes.push({ reason: 'FieldValueInvalid', message, field: 'spec.title' });
  }
  if (causes.length === 0) return undefined;
  const texts = causes.map(({ field, message }) => `${field}: ${message}`);
  const all = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  return failure(422, `Dashboard.dashboard.grafana.app "${named.name}" is invalid: ${all}`, {
    reason: 'Invalid',
    details: { ...named, kind: 'Dashboard', causes },
  });
}

const known = new Set([
  ...['title', 'description', 'tags', 'cursorSync', 'editable', 'liveNow', 'preload', 'links', 'annotations'],
  ...['variables', 'timeSettings', 'elements', 'layout', 'revision', 'preferences'],
]);

/** Fields that a spec of v2 does not have. */
export const unknownFields = (spec: Json): readonly string[] => Object.keys(spec).filter((key) => !known.has(key));

export const knownOf = (spec: Json): Json => Object.fromEntries(Object.entries(spec).filter(([key]) => known.has(key)));
