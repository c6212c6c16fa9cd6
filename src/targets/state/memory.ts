import { UserError } from '../../errors.js';
import type { Backup, Base, Journal, Receipt } from '../../types/deploy.js';
import type { Diagnostic } from '../../types.js';
import type { Files, Store } from './store.js';

/** By target, then by kind and id. */
export type Bases = Readonly<Record<string, Readonly<Record<string, Base>>>>;

/** Who holds an environment, so that nobody else applies to it meanwhile. */
export interface Holder {
  readonly id: string;
  /** `name@host` */
  readonly by: string;
  readonly pid: number;
  /** ISO 8601, UTC. */
  readonly since: string;
}

/** What an environment remembers of its applies, on whichever machine they were made. */
export interface Memory {
  readonly where: string;
  readonly notes: () => Promise<readonly Diagnostic[]>;
  readonly bases: () => Promise<Bases>;
  /** Of an apply that was cut short, or is under way. */
  readonly journal: () => Promise<Journal | undefined>;
  /** Takes the lock, and keeps what is about to be replaced; refuses with the holder's name. */
  readonly begin: (holder: Holder, journal: Journal, backup: readonly Backup[], breakLock: boolean) => Promise<void>;
  /** Gives the lock back, with everything that has changed. */
  readonly end: (result: {
    readonly holder: Holder;
    readonly bases: Bases;
    readonly receipts: readonly Receipt[];
    /** Of what is not completed: it stays for the next apply. */
    readonly journal?: Journal;
  }) => Promise<void>;
  readonly ids: () => Promise<readonly string[]>;
  readonly receipt: (id: string) => Promise<Receipt | undefined>;
  readonly backup: (id: string) => Promise<readonly Backup[] | undefined>;
}

export function memoryOf(store: Store, environment: string): Memory {
  const at = (path: string) => `${environment}/${path}`;
  const lock = at('lock.json');
  const parsed = async <T>(path: string): Promise<T | undefined> => {
    const text = await store.read(path);
    if (text === undefined) return undefined;
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new UserError(`${path} of ${store.where} is no JSON`, {
        code: 'state/unusable',
        help: 'somebody has changed it by hand: put it right, or remove it and decide with --ours or --theirs',
      });
    }
  };

  /** An answer that was lost does not tell whether the lock is ours: the lock itself does. */
  const taken = async (files: Files, message: string, holder: Holder): Promise<string | undefined> => {
    const isOurs = (text: string | undefined) => text !== undefined && (JSON.parse(text) as Holder).id === holder.id;
    try {
      const held = await store.take(lock, files, message);
      return isOurs(held) ? undefined : held;
    } catch (error) {
      const held = await store.read(lock).catch(() => undefined);
      if (isOurs(held)) return undefined;
      throw error;
    }
  };

  const begin: Memory['begin'] = async (holder, journal, backup, breakLock) => {
    const files: Files = {
      [lock]: text(holder),
      [at('journal.json')]: text(journal),
      [at(`applies/${journal.id}/backup.json`)]: text(backup),
    };
    const message = `${environment}: ${holder.by} begins ${holder.id}`;
    const held = await taken(files, message, holder);
    if (held === undefined) return;
    if (!breakLock) throw isHeld(environment, JSON.parse(held) as Partial<Holder>);
    await store.write(files, `${message}, and breaks the lock`);
  };

  const end: Memory['end'] = async ({ holder, bases, receipts, journal }) => {
    const held = await parsed<Holder>(lock);
    if (held?.id !== holder.id) {
      throw new UserError(`the lock of ${environment} was broken${held ? ` by ${held.by}` : ''} while we held it`, {
        code: 'state/lock-broken',
        help: 'what was written is written; plan again to see how things stand',
        exitCode: 4,
      });
    }
    const kept = Object.fromEntries(receipts.map((one) => [at(`applies/${one.id}/receipt.json`), text(one)]));
    const files: Files = {
      ...kept,
      [at('base.json')]: basesText(bases),
      [at('journal.json')]: journal && text(journal),
      [lock]: undefined,
    };
    await store.write(files, `${environment}: ${holder.by} ends ${holder.id}`);
  };

  return {
    where: store.where,
    notes: async () => (await store.notes?.()) ?? [],
    bases: async () => (await parsed<Bases>(at('base.json'))) ?? {},
    journal: () => parsed<Journal>(at('journal.json')),
    begin,
    end,
    ids: () => store.list(at('applies')),
    receipt: (id) => parsed<Receipt>(at(`applies/${id}/receipt.json`)),
    backup: (id) => parsed<readonly Backup[]>(at(`applies/${id}/backup.json`)),
  };
}

function isHeld(environment: string, { by, since, id, pid }: Partial<Holder>): UserError {
  const who = by ? `${by} has been applying to ${environment} since ${since} (${id}, process ${pid})` : 'it is locked';
  return new UserError(who, {
    code: 'state/locked',
    help: 'wait until it has ended; if it is dead for certain, --break-lock takes its place',
    exitCode: 3,
  });
}

function text(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Each resource on its own line: there may be thousands, every plan reads them, and the history shows which moved. */
function basesText(bases: Bases): string {
  const targets = Object.entries(bases).map(([target, ones]) => {
    const lines = Object.entries(ones).map(([key, base]) => `${JSON.stringify(key)}: ${JSON.stringify(base)}`);
    return `${JSON.stringify(target)}: {\n${lines.join(',\n')}\n}`;
  });
  return `{\n${targets.join(',\n')}\n}\n`;
}
