import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binary, type Generation, run } from '../real/servers.js';

/** What the real amtool makes of a template; undefined where it refuses. */
export type Amtool = (
  text: string,
  type?: 'text' | 'html',
) => Promise<{ readonly text?: string; readonly error?: string }>;

/** Runs with an amtool that knows a file of templates and has data; its folder is removed afterwards. */
export async function withAmtool<T>(
  generation: Generation,
  files: { readonly templates: string; readonly data: object },
  use: (amtool: Amtool) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'obsctl-test-'));
  writeFileSync(join(folder, 'file.tmpl'), files.templates);
  writeFileSync(join(folder, 'data.json'), JSON.stringify(files.data));
  try {
    return await use(async (text, type = 'text') => {
      const { code, output } = await run(binary(generation, 'amtool'), [
        'template',
        'render',
        `--template.glob=${join(folder, 'file.tmpl')}`,
        `--template.data=${join(folder, 'data.json')}`,
        `--template.type=${type}`,
        `--template.text=${text}`,
      ]);
      return code === 0 ? { text: output } : { error: output };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs all tasks, a few at a time. */
export async function pooled<T, R>(items: readonly T[], task: (item: T) => Promise<R>, width = 4): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await task(items[index] as T);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
