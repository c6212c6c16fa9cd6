import { isDeepStrictEqual } from 'node:util';
import type { FolderAccess } from '../../define/targets.js';
import { isUserError } from '../../errors.js';
import type { ApplyRun, Outcome, Proof, Target, Wanted, Write } from '../../types/target.js';
import type { Diagnostic, Resource } from '../../types.js';
import type { World } from '../world.js';
import { commandPlace } from './command-place.js';
import { localPlace } from './local-place.js';
import { manifestPath, manifestText } from './manifest.js';
import { type FolderReading, knownTo, type Originals, readFolder } from './read-folder.js';
import type { Waiting } from './reload.js';
import { holdsAnother, secretFilesIn } from './secret-files.js';
import { masked } from './secrets.js';
import { isLost, mergedWith, stagedOf } from './stage.js';
import { normalizedBody } from './text.js';

/** What is special about the server that reads the folder. All of it may throw a UserError. */
export interface Server {
  /** Whether it can be reached, and what there is to know about it. */
  readonly look?: () => Promise<readonly Diagnostic[]>;
  /** Checks a copy of the folder as it is going to be, in which placeholders stand for secrets. */
  readonly check?: (folder: string) => Promise<Proof | undefined>;
  /** Has it read its files, and waits until it says that it runs them. */
  readonly reload?: (waiting?: Waiting) => Promise<void>;
  /** Looks at what it runs. `folder` holds what lies in its own now. */
  readonly prove?: (wanted: readonly Wanted[], folder: string) => Promise<readonly Proof[]>;
  readonly close?: () => Promise<void>;
}

/** A folder of files and the server that reads them: one transaction, checked before and proved after. */
export function folderTarget(options: {
  readonly name: string;
  readonly wave: number;
  readonly access: FolderAccess;
  readonly select: (resources: readonly Resource[]) => readonly Resource[];
  readonly server: Server;
  readonly world: World;
}): Target {
  const { name, access, server, world } = options;
  const place = access.commands ? commandPlace(access.commands, name, world.variables) : localPlace(access.folder);
  const proofs: Proof[] = [];
  const originals: Originals = new WeakMap();
  let seen:
    | { readonly folder: string; readonly reading: FolderReading; readonly wanted: readonly Wanted[] }
    | undefined;
  let swapped = false;
  let begun = false;

  const read = async (wanted: readonly Wanted[]) => {
    const diagnostics = (await server.look?.()) ?? [];
    const folder = await place.fetch();
    const reading = readFolder(folder, wanted, world, originals);
    seen = { folder, reading, wanted };
    return { ...reading, diagnostics };
  };

  /** Files, swap, reload; where the server refuses them, the files before and another reload. */
  const apply = async (writes: readonly Write[], run: ApplyRun): Promise<readonly Outcome[]> => {
    const outcomes = (status: Outcome['status'], diagnostic?: Diagnostic): readonly Outcome[] =>
      writes.map(({ op, change: { kind, id } }) => ({
        target: name,
        op,
        kind,
        id,
        status,
        ...(diagnostic ? { diagnostic } : {}),
      }));
    try {
      const now = await read(seen?.wanted ?? []);
      const moved = writes.find(({ change, live }) => versionNow(now, change) !== live?.version);
      if (moved) return outcomes('not tried', movedSince(name, moved));
      const staged = stagedOf({ writes, entries: now.entries, world, originals, mode: access.mode ?? 0o644 });
      if (server.check) {
        const proof = await mergedWith(seen?.folder ?? '', writes, server.check);
        if (proof) proofs.push(proof);
        if (proof?.ok === false) return outcomes('not tried', refusedBefore(name, proof));
      }
      const manifest = (loaded: boolean) => ({
        path: manifestPath(world),
        text: manifestText(world, loaded, staged.entries),
      });
      const { files, remove } = staged;
      await place.stage({ files, remove, manifest: manifest(!server.reload) });
      if (run.signal.aborted) return outcomes('not tried', interrupted(name));
      begun = true;
      await place.swap();
      swapped = true;
      if (server.reload) {
        const { reload } = server;
        const failure = await failureOf(() => reload());
        if (failure) return outcomes('restored', hidden({ ...failure, ...(await takenBack(failure)) }));
        await place.stage({ files: [], remove: [], manifest: manifest(true) });
        await place.swap();
      }
      return outcomes('done');
    } catch (error) {
      if (!isUserError(error)) throw error;
      // a command that fails may have come far on the other machine
      const isUnsure = swapped || (begun && access.commands !== undefined);
      return outcomes(isUnsure ? 'failed' : 'not tried', hidden(error.diagnostics[0]));
    }
  };

  /** A server that refuses a file may quote from it. */
  const hidden = (diagnostic: Diagnostic | undefined): Diagnostic | undefined =>
    diagnostic &&
    (masked(
      diagnostic,
      undefined,
      knownTo(
        seen?.wanted.map(({ body }) => body),
        world,
      ),
    ) as Diagnostic);

  /** The files before, read by the server: what could not be done is said in the help. */
  const takenBack = async ({ code }: Diagnostic): Promise<{ readonly help: string }> => {
    const restored = await failureOf(place.restore);
    if (restored) return { help: `the previous files could not be put back: ${restored.message}` };
    swapped = false;
    const { reload } = server;
    const impatient = code === 'target/unreachable';
    const reloaded = reload && (await failureOf(() => reload({ impatient })));
    if (reloaded) return { help: `the previous files are back, and were not read: ${reloaded.message}` };
    return { help: 'the previous files are back and the server runs them' };
  };

  return {
    name,
    wave: options.wave,
    select: (resources) => [...options.select(resources), ...secretFilesIn(access.folder, world)],
    normalize: normalizedBody,
    read,
    apply: async (writes, run) => {
      const outcomes = await apply(writes, run);
      for (const outcome of outcomes) run.done(outcome);
      return outcomes;
    },
    verify: async (writes) => [
      ...proofs.splice(0),
      ...readBack({ name, writes, originals, reading: await read(seen?.wanted ?? []) }),
      ...((await server.prove?.(seen?.wanted ?? [], seen?.folder ?? '')) ?? []),
    ],
    close: async () => {
      place.close();
      await server.close?.();
    },
  };
}

async function failureOf(action: () => Promise<void>): Promise<Diagnostic | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    if (!isUserError(error)) throw error;
    return error.diagnostics[0];
  }
}

function versionNow({ live }: FolderReading, { kind, id }: Write['change']): string | undefined {
  return live.find((one) => one.kind === kind && one.id === id)?.version;
}

function movedSince(name: string, { change }: Write): Diagnostic {
  return {
    code: 'apply/moved',
    severity: 'error',
    message: `${change.path} on ${name} has changed since it was compared`,
    help: 'nothing was written; plan again',
    resource: { kind: change.kind, id: change.id },
  };
}

function refusedBefore(name: string, { detail }: Proof): Diagnostic {
  return {
    code: 'apply/check-failed',
    severity: 'error',
    message: `the files for ${name} were refused before they were written: ${detail}`,
    help: 'nothing was written',
  };
}

function interrupted(name: string): Diagnostic {
  return {
    code: 'apply/interrupted',
    severity: 'error',
    message: `interrupted before the files of ${name} were swapped`,
    help: 'nothing was written there',
  };
}

/** The files are what was meant to be written. */
function readBack(options: {
  readonly name: string;
  readonly writes: readonly Write[];
  readonly reading: FolderReading;
  readonly originals: Originals;
}): readonly Proof[] {
  const { name, writes, reading, originals } = options;
  if (writes.length === 0) return [];
  const wrong = writes.filter(({ op, change, resource }) => {
    const live = reading.live.find((one) => one.kind === change.kind && one.id === change.id);
    if (op === 'delete') return live !== undefined;
    if (resource && holdsAnother(resource)) {
      return isLost(resource, originals) || !isDeepStrictEqual(live?.body, resource.body);
    }
    if (resource?.givenBack) return live?.mark === 'ours' || !isDeepStrictEqual(live?.body, resource.normalized);
    return !live?.applied || live.applied.touched || live.applied.sum !== change.sum;
  });
  const isGone = wrong.some(({ resource }) => resource && isLost(resource, originals));
  const files = (count: number) => (count === 1 ? '1 file' : `${count} files`);
  return [
    {
      target: name,
      what: 'read back',
      ok: wrong.length === 0,
      detail:
        wrong.length === 0
          ? `${files(writes.length)} as written`
          : `not as written: ${wrong.map(({ change }) => change.path).join(', ')}${isGone ? ' (the secret that was there before was never known here)' : ''}`,
    },
  ];
}
