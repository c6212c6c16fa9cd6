import { createHash } from 'node:crypto';
import { isObject, type Json } from '../../json.js';
import type { Applied, Marked } from '../../types/deploy.js';
import type { Wanted } from '../../types/target.js';
import { objectOf, textOf, textsOf, without } from './json.js';

/** Whose resources are ours: those of one project in one environment. */
export interface Owner {
  readonly project: string;
  readonly environment: string;
  /** Whether people may change ours in the browser. */
  readonly uiEdits: boolean;
}

const label = { project: 'obsctl.dev/project', environment: 'obsctl.dev/environment' };
const generationMark = 'obsctl.dev/generation';
const bytesMark = 'obsctl.dev/bytes';
const grafana = 'grafana.app/';
const manager = ['managedBy', 'managerId', 'managerAllowsEdits', 'sourcePath', 'sourceChecksum', 'sourceTimestamp'];
const serverOwn = [
  'createdBy',
  'updatedBy',
  'updatedTimestamp',
  'folder',
  'message',
  'grant-permissions',
  'saved-from-ui',
];

const ofGrafana = (keys: readonly string[]) => new Set(keys.map((key) => grafana + key));
const notKept = new Set([...ofGrafana(manager), ...ofGrafana(serverOwn), generationMark, bytesMark]);
const isMark = (key: string) => key.startsWith('obsctl.dev/') || managerKeys.has(key);
const managerKeys = ofGrafana(manager);

/** What an object of unified storage says about who holds it. */
export function markOfObject(metadata: Json, owner: Owner): Marked {
  const labels = objectOf(metadata.labels);
  const annotations = objectOf(metadata.annotations);
  const [project, environment] = [labels[label.project], labels[label.environment]];
  const [kind, id] = [textOf(annotations[`${grafana}managedBy`]), textOf(annotations[`${grafana}managerId`])];
  const isOurs = project === owner.project && environment === owner.environment;
  if (isOurs && (kind === '' || id === managerId(owner))) {
    const sum = textOf(annotations[`${grafana}sourceChecksum`]);
    const touched = String(metadata.generation) !== annotations[generationMark];
    const outdated = kind ? lockOutdated(annotations, owner) : {};
    return { mark: 'ours', ...outdated, ...(sum ? { applied: applied(sum, annotations[bytesMark], touched) } : {}) };
  }
  const marks = { labels: marksAmong(labels), annotations: marksAmong(annotations) };
  if (project) return { mark: 'other', owner: `obsctl, project ${project}, environment ${environment}`, marks };
  if (kind) return { mark: 'other', owner: [kind, id].filter(Boolean).join(' '), marks };
  return { mark: 'unmarked' };
}

/** Whether people may change it in the browser stands in the mark, and may be decided otherwise later. */
function lockOutdated(annotations: Json, { uiEdits }: Owner): Pick<Marked, 'outdated'> {
  if ((annotations[`${grafana}managerAllowsEdits`] === 'true') === uiEdits) return {};
  return { outdated: `edits in the browser: ${uiEdits ? 'locked → allowed' : 'allowed → locked'}` };
}

const marksAmong = (all: Json): Json => Object.fromEntries(Object.entries(all).filter(([key]) => isMark(key)));

/** Fixed for a project: from 13 on Grafana lets nobody exchange it. */
export const managerId = ({ project }: Pick<Owner, 'project'>): string => `obsctl/${project}`;

/** Labels and annotations for a write: ours, and those of others that were there. */
export function marksFor(
  owner: Owner,
  resource: Wanted,
  seen: { readonly metadata?: Json | undefined; readonly generation: number; readonly managed?: boolean },
): { readonly labels: Json; readonly annotations: Json } {
  const { labels, annotations } = foreign(seen.metadata);
  if (resource.givenBack) {
    const marks = objectOf(resource.givenBack.marks);
    const theirs = { ...annotations, ...(seen.managed === false ? {} : objectOf(marks.annotations)) };
    return { labels: { ...without(labels, ...Object.values(label)), ...objectOf(marks.labels) }, annotations: theirs };
  }
  const managed = {
    [`${grafana}managedBy`]: 'kubectl',
    [`${grafana}managerId`]: managerId(owner),
    ...(owner.uiEdits ? { [`${grafana}managerAllowsEdits`]: 'true' } : {}),
    [`${grafana}sourcePath`]: resource.origin.file,
    [`${grafana}sourceChecksum`]: resource.sum,
  };
  return {
    labels: { ...labels, [label.project]: owner.project, [label.environment]: owner.environment },
    annotations: {
      ...annotations,
      ...(seen.managed === false ? {} : managed),
      [generationMark]: String(seen.generation),
      ...(resource.bytes ? { [bytesMark]: resource.bytes } : {}),
    },
  };
}

function foreign(metadata: Json | undefined): { readonly labels: Json; readonly annotations: Json } {
  const annotations = Object.entries(objectOf(metadata?.annotations)).filter(([key]) => !notKept.has(key));
  return {
    labels: without(objectOf(metadata?.labels), `${grafana}deprecatedInternalID`),
    annotations: Object.fromEntries(annotations),
  };
}

/**
 * SQL keeps neither labels nor annotations: there a dashboard carries a tag, which a search finds and an edit in the
 * browser keeps, and under `obsctl` the checksum of its source, which such an edit may drop.
 */
export function tagOf({ project, environment }: Owner): string {
  const whole = `obsctl:${project}/${environment}`;
  // from 12 on a tag has at most 50 characters
  return whole.length <= 50 ? whole : `obsctl:${createHash('sha256').update(whole).digest('hex').slice(0, 40)}`;
}

export function markOfTags(tags: readonly string[], owner: Owner): Marked {
  if (tags.includes(tagOf(owner))) return { mark: 'ours' };
  const other = tags.find((tag) => /^obsctl:\S+$/.test(tag));
  return other ? { mark: 'other', owner: `obsctl, ${other.slice('obsctl:'.length)}` } : { mark: 'unmarked' };
}

/** What we put into a body where there is no other place, with the version it will have. */
export function note({ id, sum, bytes }: Wanted, version: number): Json {
  return { id, sum, ...(bytes ? { bytes } : {}), version };
}

/** Who saves one of ours under another name takes our tag and our note along. */
export function isCopy(noted: unknown, id: string): boolean {
  const of = textOf(objectOf(noted).id);
  return of !== '' && of !== id;
}

export function appliedOf(noted: unknown, version: number): Pick<Marked, 'applied'> {
  if (!isObject(noted) || typeof noted.sum !== 'string') return {};
  return { applied: applied(noted.sum, noted.bytes, noted.version !== version) };
}

function applied(sum: string, bytes: unknown, touched: boolean): Applied {
  return { sum, ...(typeof bytes === 'string' && bytes !== '' ? { bytes } : {}), touched };
}

/** Our mark says that this is what is wanted, and that nobody has changed it since. */
export function isProven({ mark, applied, outdated }: Marked, wanted: Wanted): boolean {
  // what is to be written for another reason has to be kept before
  if (wanted.givenBack || outdated !== undefined) return false;
  if (mark !== 'ours' || !applied || applied.touched) return false;
  // the bytes first: to know the sum, the source has to be understood
  return (applied.bytes !== undefined && applied.bytes === wanted.bytes) || applied.sum === wanted.sum;
}

/** A dashboard of SQL as it would be without our mark. */
export function unmarked(dashboard: Json, owner: Owner): Json {
  const { obsctl: _note, ...rest } = dashboard;
  const tags = textsOf(rest.tags).filter((tag) => tag !== tagOf(owner));
  return { ...rest, ...(rest.tags === undefined ? {} : { tags }) };
}
