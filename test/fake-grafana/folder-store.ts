import type { Asked } from './asked.js';
import { now, type Organisation, type Stored, uuid } from './world.js';

type Texts = Readonly<Record<string, string>>;

export function createFolder(
  { world, org, account }: Pick<Asked, 'world' | 'org' | 'account'>,
  given: { name: string; title: string; parent: string; annotations?: Texts; labels?: Texts },
): Stored {
  const folder: Stored = {
    name: given.name,
    uuid: uuid(world.edition),
    id: world.nextId(),
    spec: { title: given.title },
    storedAs: 'v1beta1',
    folder: given.parent,
    version: 1,
    resourceVersion: world.edition.storage === 'unified' ? world.nextResourceVersion() : String(world.clock),
    annotations: given.annotations ?? {},
    labels: given.labels ?? {},
    created: now(world),
    createdBy: account.who,
    updated: now(world),
    message: '',
    permissions: 'default',
    history: [],
  };
  org.folders.set(folder.name, folder);
  return folder;
}

export function updateFolder(
  { world, account }: Pick<Asked, 'world' | 'account'>,
  folder: Stored,
  change: { title?: string; parent?: string; annotations?: Texts; labels?: Texts },
): void {
  const { title = folder.spec.title, parent = folder.folder } = change;
  const isRaised = title !== folder.spec.title || parent !== folder.folder;
  folder.spec = { ...folder.spec, title };
  folder.folder = parent;
  folder.annotations = change.annotations ?? {};
  folder.labels = change.labels ?? {};
  // unified storage counts changes of content and place alone
  if (isRaised || world.edition.storage !== 'unified') folder.version += 1;
  folder.updated = now(world);
  folder.updatedBy = account.who;
  folder.resourceVersion = world.edition.storage === 'unified' ? world.nextResourceVersion() : String(world.clock);
}

/** Removes a folder and everything in it. */
export function deleteFolder(org: Organisation, uid: string): void {
  for (const child of [...org.folders.values()]) if (child.folder === uid) deleteFolder(org, child.name);
  for (const one of [...org.dashboards.values()]) if (one.folder === uid) org.dashboards.delete(one.name);
  org.folders.delete(uid);
}
