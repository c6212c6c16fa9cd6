import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './environment.js';
import type { Tree } from './project.js';

/** A page of the documentation. */
export const page = (name: string): string => readFileSync(join(repository, name), 'utf8');

/** The blocks of a language in a page. */
export const blocks = (language: string, text: string): readonly string[] =>
  [...text.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, block]) => block ?? '');

/** The files that a page shows, each with its name in its first line. */
export function filesOf(text: string): Tree {
  return Object.fromEntries(
    [...blocks('ts', text), ...blocks('json', text)].flatMap((block) => {
      const name = /^\/\/ (\S+\.(?:ts|json))\n/.exec(block)?.[1];
      return name ? [[name, block]] : [];
    }),
  );
}

/** What the compiler says of a project, one line for each mistake, without places and further lines. */
export function compile(root: string): string[] {
  const tsc = join(repository, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', root, '--pretty', 'false'], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter((line) => /^\S/.test(line))
    .map((line) => line.replace(/^[^:]*: error TS\d+: /, ''));
}
