import { isObject } from '../../json.js';
import { canonicalDurations } from './durations.js';
import { inOrder, type Json, plain } from './plain.js';

/** Probe modules by name. */
export function canonicalBlackbox(raw: unknown): unknown {
  const body = plain(raw);
  if (!isObject(body) || !isObject(body.modules)) return body;
  const { modules } = body;
  for (const module of Object.values(modules).filter(isObject)) canonicalModule(module);
  return inOrder(body);
}

function canonicalModule(module: Json): void {
  canonicalDurations(module, ['timeout']);
  if (isObject(module.http) && Array.isArray(module.http.valid_status_codes)) {
    module.http.valid_status_codes = [...module.http.valid_status_codes].sort();
  }
}
