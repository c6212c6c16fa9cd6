import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { repository } from '../helpers/environment.js';
import { wrongQueries } from './wrong-queries.js';

const folder = join(repository, 'test/types');
const names = [...readFileSync(join(repository, 'src/index.ts'), 'utf8').matchAll(/\bexport \{([^}]+)\}/g)].flatMap(
  ([, list = '']) => list.split(',').map((name) => name.trim()),
);
const functions = [...names.filter((name) => /^[a-z]/.test(name) && !name.startsWith('type ')), ...aggregates()];

function aggregates(): string[] {
  return ['sum', 'avg', 'max', 'min', 'count', 'topk', 'bottomk'];
}

const head = [
  `import { ${functions.join(', ')} } from 'obsctl';`,
  "import * as prelude from './prelude.js';",
  'const { requests, connections, duration, gcPause, memory, load, uptime, errorRate, p99, nodes, prometheus, panelQuery } = prelude;',
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

/** Compiles texts that exist in memory only, and answers what is wrong with each. */
function compiled(texts: ReadonlyMap<string, string>): Map<string, readonly ts.Diagnostic[]> {
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (name, ...rest) => {
    const text = texts.get(name);
    return text === undefined
      ? getSourceFile.call(host, name, ...rest)
      : ts.createSourceFile(name, text, ts.ScriptTarget.ES2023);
  };
  host.fileExists = (name) => texts.has(name) || fileExists.call(host, name);
  const program = ts.createProgram([...texts.keys()], options, host);
  return new Map(
    [...texts.keys()].map((name) => {
      const file = program.getSourceFile(name);
      return [name, [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]];
    }),
  );
}

const file = (kind: 'wrong' | 'right', index: number) => join(folder, `${kind}-${index}.ts`);
const source = (expression: string) => `${head.join('\n')}\nexport const result = ${expression};\n`;
const texts = new Map(
  wrongQueries.flatMap(({ wrong, right }, index) => [
    [file('wrong', index), source(wrong)] as const,
    ...(right === undefined ? [] : [[file('right', index), source(right)] as const]),
  ]),
);
const diagnostics = compiled(texts);
const messages = (name: string) =>
  (diagnostics.get(name) ?? []).map(({ code, messageText }) => ({
    code,
    text: ts.flattenDiagnosticMessageText(messageText, '\n'),
  }));

describe('the compiler refuses', () => {
  it.each(wrongQueries.map((one, index) => [one.name, one, index] as const))('%s', (_, { code, says }, index) => {
    const found = messages(file('wrong', index));
    expect(found).toHaveLength(1);
    expect(found[0]?.text).toContain(says);
    expect(found[0]?.code).toBe(code);
  });
});

describe('the compiler accepts', () => {
  it('the right form of each', () => {
    const refused = wrongQueries.flatMap(({ name }, index) =>
      messages(file('right', index)).map(({ text }) => `${name}: ${text}`),
    );
    expect(refused).toEqual([]);
  });
});
