import { holdsAnother } from '../../targets/folder/secret-files.js';
import type { Backup } from '../../types/deploy.js';
import type { Change, Write } from '../../types/target.js';
import type { Diagnostic } from '../../types.js';

/** What a body shows in the place of a secret whose value was never known here. */
const unknown = /^<secret>$|<secret:\w+, another value>/;

function holdsUnknownSecret(body: unknown): boolean {
  if (typeof body === 'string') return unknown.test(body);
  if (typeof body !== 'object' || body === null) return false;
  return Object.values(body).some(holdsUnknownSecret);
}

/** Whether what was kept cannot be written again. Grafana keeps the secrets of a data source where none is sent. */
export function isLost({ kind, body }: Pick<Backup, 'kind' | 'body'>): boolean {
  return !kind.startsWith('grafana/') && holdsUnknownSecret(body);
}

/**
 * What writes again what runs. Of what is as we wrote it, the state knows the source, which says openly what a reading
 * has to hide: an address that may be a secret.
 */
export function keptOf({ live, change }: Write): unknown {
  const { restore, body, applied } = live ?? {};
  if (restore !== undefined) return restore;
  const isAsWritten = applied !== undefined && !applied.touched && change.base !== undefined;
  return isAsWritten && cannotBeWritten({ kind: change.kind, body }) ? change.base : body;
}

function cannotBeWritten(kept: Pick<Backup, 'kind' | 'body'>): boolean {
  return isLost(kept) || holdsAnother(kept);
}

/** What is about to be replaced and cannot be kept: to be known before, and not when it is missed. */
export function notUndoable(target: string, writes: readonly Write[]): readonly Diagnostic[] {
  return writes.flatMap((write): Diagnostic[] => {
    const { live, change } = write;
    const names = secretsReplaced(write);
    if (names.length > 0) return [secretsGoneFor(target, change, names)];
    if (!live || !cannotBeWritten({ kind: change.kind, body: keptOf(write) })) return [];
    const { kind, id, path } = change;
    return [
      {
        code: 'apply/not-undoable',
        severity: 'warning',
        message: `${path} on ${target} holds a secret that is not known here, so undo will not be able to write it again`,
        help: 'keep a copy of it there',
        resource: { kind, id },
      },
    ];
  });
}

/** The secrets of a data source that are about to be exchanged or removed: of those there, nobody is told the values. */
function secretsReplaced({ op, change, live, resource }: Write): readonly string[] {
  if (change.kind !== 'grafana/datasource') return [];
  const [there, wanted] = [secretsIn(live?.body), secretsIn(resource?.body)];
  const isOurs = (name: string) => op !== 'adopt' && there[name] === '<secret>' && name in wanted;
  return Object.keys(there).filter((name) => !isOurs(name));
}

function secretsIn(body: unknown): Readonly<Record<string, unknown>> {
  return (body as { readonly secureJsonData?: Readonly<Record<string, unknown>> } | undefined)?.secureJsonData ?? {};
}

function secretsGoneFor(target: string, { kind, id, path }: Change, names: readonly string[]): Diagnostic {
  return {
    code: 'apply/not-undoable',
    severity: 'warning',
    message: `the data source ${id} on ${target} (${path}) holds secrets that nobody can read there, so undo will not be able to bring back ${names.join(' and ')}`,
    help: 'keep a copy of them elsewhere',
    resource: { kind, id },
  };
}

/** A placeholder in the place of a secret would be taken for the secret. */
export function cannotBeUndone({ target, kind, id, path }: Backup): Diagnostic {
  return {
    code: 'undo/secret-unknown',
    severity: 'error',
    message: `${path} on ${target} held a secret that was never known here: what was kept of it is not what stood there`,
    help: 'put that file back by hand with its secret, or bring it into the definitions and apply; nothing was written',
    resource: { kind, id },
  };
}

/** The rest of an apply is taken back all the same: a secret's own file holds nothing else. */
export function valueIsGone({ target, kind, id, path }: Backup): Diagnostic {
  return {
    code: 'undo/secret-unknown',
    severity: 'warning',
    message: `${path} on ${target} held another secret before, which was never known here: undo leaves the value that is there now`,
    help: 'put the secret back by hand',
    resource: { kind, id },
  };
}
