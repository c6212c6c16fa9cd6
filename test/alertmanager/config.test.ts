import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import type { ConfigProblem } from '../../src/alertmanager/config/problem.js';
import { readConfig } from '../../src/alertmanager/config/read.js';
import { binary, type Generation, isThere, run, sharedFolder } from '../real/servers.js';
import { edited, edits, fieldEdits, full } from './configurations.js';
import { dice } from './generate.js';

const folder = mkdtempSync(join(tmpdir(), 'obsctl-am-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Judged {
  readonly file: string;
  readonly theirs: string;
  readonly ours: readonly ConfigProblem[];
}

/** What amtool says of each file, and what we say. */
async function judged(files: readonly string[], generation: Generation): Promise<Judged[]> {
  const { output } = await run(binary(generation, 'amtool'), ['check-config', ...files]);
  // it crashes at some files, and says nothing of those behind them
  if (output.includes('panic:') && files.length > 1) {
    const half = files.length >> 1;
    return [...(await judged(files.slice(0, half), generation)), ...(await judged(files.slice(half), generation))];
  }
  const verdicts = new Map(
    [...output.matchAll(/Checking '([^']+)'(?:(?!Checking ')[\s\S])*? {2}(SUCCESS|FAILED: ?.*)\n/g)].map((found) => [
      found[1] ?? '',
      found[2] ?? '',
    ]),
  );
  return files.map((file) => {
    const { problems } = readConfig(parse(readFileSync(file, 'utf8'), { uniqueKeys: false }));
    return { file: basename(file), theirs: verdicts.get(file) ?? 'nothing', ours: problems };
  });
}

const disagreements = (all: Awaited<ReturnType<typeof judged>>) =>
  all.filter(({ theirs, ours }) => theirs.startsWith('SUCCESS') !== (ours.length === 0));

describe.runIf(isThere('forky'))('a configuration is refused where amtool 0.33 refuses it', () => {
  it.runIf(sharedFolder())('those of others', async () => {
    const corpus = join(sharedFolder() ?? '', 'corpora/alertmanager-config');
    const all = await judged(
      readdirSync(corpus).map((name) => join(corpus, name)),
      'forky',
    );
    expect(all.length).toBeGreaterThan(20);
    expect(disagreements(all)).toEqual([]);
  });

  it('ours, each with one edit', async () => {
    expect(readConfig(full).problems).toEqual([]);
    const files = edits.map((edit, index) => {
      const file = join(folder, `${index}-${edit[0]}.yml`);
      writeFileSync(file, stringify(edited(edit)));
      return file;
    });
    const all = await judged(files, 'forky');
    const shown = disagreements(all).map((one) => ({
      ...one,
      edit: JSON.stringify(edits[Number.parseInt(one.file, 10)]),
    }));
    expect(shown).toEqual([]);
  });

  it('ours, with a strange value in each field', { timeout: 600_000 }, async () => {
    const roll = dice(99);
    const all = fieldEdits();
    expect(all.length).toBeGreaterThan(8000);
    const chosen = process.env.OBSCTL_FULL ? all : all.filter(() => roll.chance(0.05));
    const differing: unknown[] = [];
    for (let from = 0; from < chosen.length; from += 200) {
      const part = chosen.slice(from, from + 200);
      const files = part.map((edit, index) => {
        const file = join(folder, `field-${from + index}.yml`);
        writeFileSync(file, JSON.stringify(edited(edit)));
        return file;
      });
      const found = await judged(files, 'forky');
      differing.push(
        ...disagreements(found).map((one) => ({
          ...one,
          edit: part[files.findIndex((file) => basename(file) === one.file)],
        })),
      );
    }
    expect(differing).toEqual([]);
  });

  it('with the place of each problem', () => {
    const places = edits.flatMap((edit) => readConfig(edited(edit)).problems.map(({ path }) => ({ edit, path })));
    for (const { edit, path } of places) {
      const body = edited(edit);
      const holder = path
        .slice(0, -1)
        .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], body);
      expect({ edit, path, there: path.length === 0 || typeof holder === 'object' }).toMatchObject({ there: true });
    }
  });
});
