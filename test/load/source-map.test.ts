import { SourceMap as NodesReader, type SourceMapping } from 'node:module';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { readSourceMap } from '../../src/load/source-map.js';

const typescript = `import { counter, type Counter } from 'obsctl';

/** Über alle Räume. */
export const rooms: readonly Counter[] = ['attic', 'cellar'].map((room) =>
  counter(\`\${room}_visits_total\`, { help: 'visits' as const }),
);
export function longest<T extends { readonly name: string }>(of: readonly T[]): T | undefined {
  return [...of].sort((a, b) => b.name.length - a.name.length)[0];
}
`;

describe('reading a source map', () => {
  const { code, map } = transformSync(typescript, { loader: 'ts', sourcemap: true, sourcefile: 'rooms.ts' });

  it('finds what Node finds, at every character of a script', () => {
    const find = readSourceMap(map);
    const node = new NodesReader(JSON.parse(map));
    const found = code.split('\n').flatMap((text, line) =>
      [...`${text} `].map((_, column) => {
        const entry = node.findEntry(line, column) as Partial<SourceMapping>;
        const onThisLine = entry.generatedLine === line && entry.originalSource !== undefined;
        const expected = onThisLine
          ? { source: 'rooms.ts', line: (entry.originalLine ?? 0) + 1, column: entry.originalColumn }
          : undefined;
        expect(find({ line: line + 1, column }), `${line}:${column}`).toEqual(expected);
        return expected;
      }),
    );
    expect(new Set(found.map((one) => one?.line)).size).toBeGreaterThan(5);
  });

  it('knows nothing of lines that the script does not have, nor of pieces without a source', () => {
    const find = readSourceMap(JSON.stringify({ version: 3, sources: ['a.ts'], names: [], mappings: ';AAAA,E,EACA' }));
    expect(find({ line: 1, column: 0 })).toBeUndefined();
    expect(find({ line: 2, column: 1 })).toEqual({ source: 'a.ts', line: 1, column: 0 });
    expect(find({ line: 2, column: 3 })).toBeUndefined();
    expect(find({ line: 2, column: 9 })).toEqual({ source: 'a.ts', line: 2, column: 0 });
    expect(find({ line: 9, column: 0 })).toBeUndefined();
  });
});
