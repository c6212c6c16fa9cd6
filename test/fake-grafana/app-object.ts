import type { Json } from './answer.js';
import { textOf } from './asked.js';
import { namespaceOf } from './discovery.js';
import { type Organisation, type Stored, uuid, type World } from './world.js';

const prefix = 'grafana.app/';
const made = new Set(['createdBy', 'updatedBy', 'updatedTimestamp', 'folder', 'message', 'grant-permissions']);

/** Annotations of whoever writes: neither the server's own nor those that are fields of the object. */
export function foreignAnnotations(annotations: Json): Readonly<Record<string, string>> {
  const kept = Object.entries(annotations).filter(
    ([key]) => !(key.startsWith(prefix) && made.has(key.slice(prefix.length))),
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, textOf(value)]));
}

export function foreignLabels(labels: Json): Readonly<Record<string, string>> {
  const kept = Object.entries(labels).filter(([key]) => key !== `${prefix}deprecatedInternalID`);
  return Object.fromEntries(kept.map(([key, value]) => [key, textOf(value)]));
}

export function metadata(world: World, org: Organisation, stored: Stored): Json {
  const annotations = {
    [`${prefix}createdBy`]: stored.createdBy,
    ...(stored.folder ? { [`${prefix}folder`]: stored.folder } : {}),
    // SQL keeps the message with the version, not with the dashboard
    ...(stored.message && world.edition.storage === 'unified' ? { [`${prefix}message`]: stored.message } : {}),
    ...stored.annotations,
    ...(stored.updatedBy
      ? { [`${prefix}updatedBy`]: stored.updatedBy, [`${prefix}updatedTimestamp`]: stored.updated }
      : {}),
  };
  return {
    name: stored.name,
    namespace: namespaceOf(world, org.id),
    uid: stored.uuid,
    resourceVersion: stored.resourceVersion,
    generation: stored.version,
    creationTimestamp: stored.created,
    labels: { ...stored.labels, [`${prefix}deprecatedInternalID`]: String(stored.id) },
    annotations,
  };
}

/** An object as a dry run answers: what was sent, with the identity of what is there. */
export function rehearsed(world: World, org: Organisation, sent: Json, stored: Stored | undefined): Json {
  return {
    name: sent.name,
    namespace: namespaceOf(world, org.id),
    uid: stored?.uuid ?? uuid(world.edition),
    ...(stored ? { resourceVersion: stored.resourceVersion } : {}),
    generation: stored?.version ?? 1,
    creationTimestamp: stored?.created ?? sent.creationTimestamp,
    annotations: sent.annotations,
  };
}
