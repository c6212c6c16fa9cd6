import { join } from 'node:path';
import * as obsctl from 'obsctl';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { repository } from '../helpers/environment.js';
import * as prelude from './prelude.js';
import { wrongQueries } from './wrong-queries.js';
import { wrongUses } from './wrong-uses.js';

const table = [...wrongQueries, ...wrongUses];
const folder = join(repository, 'test/types');
const head = [
  `import { ${Object.keys(obsctl).join(', ')} } from 'obsctl';`,
  `import { ${Object.keys(prelude).join(', ')} } from './prelude.js';`,
];

/** What a project of its own would have. */
const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: ['node'],
  paths: { obsctl: [join(repository, 'src/index.ts')] },
};

/** Compiles files, some of which exist in memory only, and answers what is wrong with each. */
function compiled(files: readonly string[], texts: ReadonlyMap<string, string>): Map<string, readonly ts.Diagnostic[]> {
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (name, ...rest) => {
    const text = texts.get(name);
    return text === undefined
      ? getSourceFile.call(host, name, ...rest)
      : ts.createSourceFile(name, text, ts.ScriptTarget.ES2023);
  };
  host.fileExists = (name) => texts.has(name) || fileExists.call(host, name);
  const names = [...files, ...texts.keys()];
  const program = ts.createProgram(names, options, host);
  return new Map(
    names.map((name) => {
      const file = program.getSourceFile(name);
      if (!file) throw new Error(`${name} does not exist`);
      return [name, [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]];
    }),
  );
}

const written = ['prelude.ts', 'right-queries.ts'].map((name) => join(folder, name));
const file = (kind: 'wrong' | 'right', index: number) => join(folder, `${kind}-${index}.ts`);
const source = (expression: string) => `${head.join('\n')}\nexport const result = ${expression};\n`;
const texts = new Map(
  table.flatMap(({ wrong, right }, index) => [
    [file('wrong', index), source(wrong)] as const,
    ...(right === undefined ? [] : [[file('right', index), source(right)] as const]),
  ]),
);
const diagnostics = compiled(written, texts);
const messages = (name: string) =>
  (diagnostics.get(name) ?? []).map(({ code, messageText }) => ({
    code,
    text: ts.flattenDiagnosticMessageText(messageText, '\n'),
  }));

describe('the compiler refuses', () => {
  it.each(table.map((one, index) => [one.name, one, index] as const))('%s', (_, { code, says }, index) => {
    expect(messages(file('wrong', index))).toEqual([{ code, text: expect.stringContaining(says) }]);
  });
});

describe('the compiler accepts', () => {
  it('the metrics themselves, and what right queries are said to be', () => {
    expect(written.flatMap(messages)).toEqual([]);
  });

  it('the right form of each', () => {
    const refused = table.flatMap(({ name }, index) =>
      messages(file('right', index)).map(({ text }) => `${name}: ${text}`),
    );
    expect(refused).toEqual([]);
  });
});
