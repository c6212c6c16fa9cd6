import { isDeepStrictEqual } from 'node:util';
import type { Json } from './answer.js';
import type { Asked } from './asked.js';
import { textOf } from './asked.js';
import { now, type Stored, uuid } from './world.js';

export interface Written {
  readonly spec: Json;
  readonly storedAs: string;
  readonly folder: string;
  readonly message: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  /** Whether the root's default permissions are given to a new one. */
  readonly granted?: boolean;
}

type Context = Pick<Asked, 'world' | 'org' | 'account'>;

export function createDashboard({ world, org, account }: Context, name: string, written: Written): Stored {
  const unified = world.edition.storage === 'unified';
  const made: Stored = {
    name,
    uuid: uuid(world.edition),
    id: world.nextId(),
    spec: written.spec,
    storedAs: written.storedAs,
    folder: written.folder,
    version: 1,
    resourceVersion: unified ? world.nextResourceVersion() : '1',
    annotations: unified ? (written.annotations ?? {}) : {},
    labels: unified ? (written.labels ?? {}) : {},
    created: now(world),
    createdBy: account.who,
    updated: now(world),
    message: written.message,
    permissions: written.granted === false ? 'none' : 'default',
    history: [{ version: 1, message: written.message, spec: written.spec }],
  };
  // a dashboard of SQL was updated by whoever made it
  if (!unified) made.updatedBy = account.who;
  org.dashboards.set(name, made);
  return made;
}

/** Whether anything is different at all, and whether the spec or the folder is. */
export function difference(stored: Stored, written: Written): { any: boolean; content: boolean } {
  const content = !isDeepStrictEqual(stored.spec, written.spec) || stored.folder !== written.folder;
  const around =
    stored.message !== written.message ||
    !isDeepStrictEqual(stored.annotations, written.annotations ?? {}) ||
    !isDeepStrictEqual(stored.labels, written.labels ?? {});
  return { any: content || around || stored.storedAs !== written.storedAs, content };
}

/** Stores it whatever was there; `raised` says that the content counts as changed. */
export function updateDashboard({ world, account }: Context, stored: Stored, written: Written, raised: boolean): void {
  const unified = world.edition.storage === 'unified';
  if (!unified || raised) stored.version += 1;
  stored.spec = written.spec;
  stored.storedAs = written.storedAs;
  stored.folder = written.folder;
  stored.message = written.message;
  stored.annotations = unified ? (written.annotations ?? {}) : {};
  stored.labels = unified ? (written.labels ?? {}) : {};
  stored.resourceVersion = unified ? world.nextResourceVersion() : String(stored.version);
  stored.updated = now(world);
  stored.updatedBy = account.who;
  stored.history = [{ version: stored.version, message: written.message, spec: written.spec }, ...stored.history];
}

/** Somebody edits it in the browser. */
export function editedByHand(context: Context, stored: Stored, title: string): void {
  const { annotations, labels, folder, storedAs } = stored;
  const spec = { ...stored.spec, title };
  updateDashboard(context, stored, { spec, storedAs, folder, annotations, labels, message: '' }, true);
}

/** What is wrong with a uid, title, tags or message in every version, in the server's words. */
export function complaint(
  asked: Pick<Asked, 'world'>,
  given: { readonly uid: string; readonly spec: Json; readonly message: string },
): { readonly text: string; readonly status?: string } | undefined {
  const modern = asked.world.edition.major >= 12;
  if (textOf(given.spec.title).trim() === '') return { text: 'Dashboard title cannot be empty', status: 'empty-name' };
  if (!/^[\w-]*$/.test(given.uid)) return { text: 'uid contains illegal characters' };
  if (given.uid.length > 40) return { text: 'uid too long, max 40 characters' };
  if (modern && given.message.length > 500) return { text: 'message too long, max 500 characters' };
  const tags = Array.isArray(given.spec.tags) ? given.spec.tags : [];
  if (modern && tags.some((tag) => textOf(tag).length > 50))
    return { text: 'dashboard tag too long, max 50 characters' };
  return undefined;
}

/** Whether a dashboard wants to be refreshed more often than every five seconds. */
export function refreshesTooOften(refresh: unknown): boolean {
  const match = /^(\d+)(ms|s)$/.exec(textOf(refresh));
  return match !== null && Number(match[1]) * (match[2] === 's' ? 1000 : 1) < 5000;
}
