import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repository } from './helpers/environment.js';

const read = (file: string) => readFileSync(join(repository, file), 'utf8');
const filesIn = (folder: string, ending: string) =>
  readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => join(folder, file));

/** The help of each command, as `npm run docs` has asked for it. */
const help = new Map(
  read('docs/cli.md')
    .split(/^## obsctl ?/m)
    .slice(1)
    .map((section) => {
      const [name = '', ...lines] = section.split('\n');
      return [name, lines.join('\n')] as const;
    }),
);

interface Use {
  readonly command: string;
  readonly flags: readonly string[];
}

/** The calls of obsctl in a line: each up to the end of its code or clause, a comment or the next command. */
function usesIn(line: string): Use[] {
  return [...line.matchAll(/\bobsctl ((?:alerts )?[a-z]+)((?:(?![,:] )[^`|;&#])*)/g)].map(
    ([, command = '', rest = '']) => ({
      command,
      flags: [...rest.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)].map(([flag]) => flag),
    }),
  );
}

const unknown = (file: string) =>
  read(file)
    .split('\n')
    .flatMap((line, index) =>
      usesIn(line).flatMap(({ command, flags }) => {
        const at = `${file}:${index + 1}: obsctl ${command}`;
        const known = help.get(command);
        // `obsctl knows`, `obsctl itself`: a sentence, unless flags follow
        if (known === undefined) return flags.length > 0 ? [at] : [];
        return flags.filter((flag) => !known.includes(`${flag} `)).map((flag) => `${at} ${flag}`);
      }),
    );

describe('every call of obsctl has only flags that its command knows', () => {
  it('in the documentation', () => {
    const files = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...filesIn('docs', '.md')];
    expect(files.flatMap((file) => read(file).split('\n').flatMap(usesIn)).length).toBeGreaterThan(100);
    expect(files.flatMap(unknown)).toEqual([]);
  });

  it('in messages and examples of the program', () => {
    const files = filesIn('src', '.ts');
    expect(files.flatMap((file) => read(file).split('\n').flatMap(usesIn)).length).toBeGreaterThan(50);
    expect(files.flatMap(unknown)).toEqual([]);
  });
});

describe('every code block of the README that calls obsctl', () => {
  it('names a command that there is', () => {
    const calls = [...read('README.md').matchAll(/^npx obsctl (.*)$/gm)].map(([, call = '']) => call);
    expect(calls.length).toBeGreaterThan(10);
    expect(calls.filter((call) => !help.has(usesIn(`obsctl ${call}`)[0]?.command ?? ''))).toEqual([]);
  });
});
