import { createHash } from 'node:crypto';
import type { Json } from '../../json.js';
import type { Resource } from '../../types.js';
import { objectOf, objectsOf, textOf, without } from './json.js';

/**
 * A build's files as Grafana's API knows them, in the order in which they are written: folders, the outer ones first,
 * data sources, dashboards. A provider of a folder is the folder; a dashboard knows the folder it lies in.
 */
export function selectResources(resources: readonly Resource[]): readonly Resource[] {
  const of = (kind: Resource['kind']) => resources.filter((resource) => resource.kind === kind);
  const folders = of('grafana/dashboard-provider').flatMap(foldersOf);
  return [
    ...outerFirst(folders),
    ...of('grafana/datasources').flatMap(sourcesOf),
    ...of('grafana/dashboard').map(dashboardOf),
  ];
}

function foldersOf(provider: Resource): Resource[] {
  return objectsOf(objectOf(provider.body).providers).flatMap(({ folder, folderUid, options }) => {
    const id = textOf(folderUid);
    if (!id) return [];
    const parent = textOf(objectOf(options).parentFolderUid);
    const body = { title: textOf(folder), ...(parent ? { parentUid: parent } : {}) };
    return [{ ...provider, kind: 'grafana/folder' as const, id, body }];
  });
}

function outerFirst(folders: readonly Resource[]): Resource[] {
  const depth = (folder: Resource | undefined, seen = 0): number => {
    const parent = textOf(objectOf(folder?.body).parentUid);
    return parent && seen < 10
      ? depth(
          folders.find(({ id }) => id === parent),
          seen + 1,
        )
      : seen;
  };
  return [...folders].sort((a, b) => depth(a) - depth(b));
}

function sourcesOf(file: Resource): Resource[] {
  return objectsOf(objectOf(file.body).datasources).map((source) => ({
    ...file,
    kind: 'grafana/datasource' as const,
    id: textOf(source.uid) || textOf(source.name),
    body: sourceOf(without(source, 'editable', 'orgId', 'version')),
  }));
}

/** Secrets stay references, in the words of the files. */
function sourceOf({ secureJsonData, ...source }: Json): Json {
  return { ...objectOf(unescaped(source)), ...(secureJsonData === undefined ? {} : { secureJsonData }) };
}

/** Files write a dollar twice, because Grafana puts the server's environment into them; the API does not. */
function unescaped(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$$', '$');
  if (Array.isArray(value)) return value.map(unescaped);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unescaped(inner)]));
}

/**
 * Of `grafana/dashboards/<folder>/<file>`. Builders leave more in a body than a file shows of it; where our mark says
 * that the bytes are those that were sent, nobody looks at it. All of it is made when it is asked for: while the server
 * is busy with its next page.
 */
function dashboardOf({ kind, id, path, origin, body: built }: Resource): Resource {
  const parts = path.split('/');
  const folderUid = parts.length > 3 ? (parts.at(-2) ?? '') : '';
  let text: string | undefined;
  let bytes: string | undefined;
  let body: Json | undefined;
  const written = () => {
    text ??= JSON.stringify(built ?? null);
    return text;
  };
  return {
    ...{ kind, id, path, origin },
    get bytes() {
      bytes ??= createHash('sha256').update(`${folderUid}\n`).update(written()).digest('hex');
      return bytes;
    },
    get body() {
      body ??= inFolder(objectOf(JSON.parse(written())), folderUid);
      return body;
    },
  };
}

export function inFolder(spec: Json, folderUid: string): Json {
  return { ...without(spec, 'id', 'uid', 'version'), ...(folderUid ? { folderUid } : {}) };
}

/** As the server gives it back: without what is its own, a title without blanks around it, secrets masked. */
export function normalizeResource({ kind, body }: Resource): unknown {
  if (kind === 'grafana/dashboard') {
    const { title, ...rest } = without(objectOf(body), 'id', 'uid', 'version');
    return { ...rest, ...(typeof title === 'string' ? { title: title.trim() } : {}) };
  }
  if (kind === 'grafana/datasource') return masked(objectOf(body));
  return body;
}

export const mask = '<secret>';
/** We know a value that is not the one we sent. */
export const otherValue = '<secret, another value>';
/** Somebody saved it after us, and may have exchanged it. */
export const unknownValue = '<secret, saved by somebody else>';

/** Of a secret nobody sees more than that it is there. */
function masked(source: Json): Json {
  const secrets = Object.keys(objectOf(source.secureJsonData));
  if (secrets.length === 0) return without(source, 'secureJsonData');
  return { ...source, secureJsonData: Object.fromEntries(secrets.map((name) => [name, mask])) };
}

/** A dashboard in the model of Grafana 13's dynamic dashboards. */
export const isV2 = (body: unknown): boolean => typeof objectOf(body).elements === 'object';
