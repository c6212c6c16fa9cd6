import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { createGenerator } from 'ts-json-schema-generator';
import { describe, expect, it } from 'vitest';
import { sarif } from '../../src/report/sarif.js';
import { repository } from '../helpers/environment.js';
import { nothing, reported } from './reported.js';

/** The JSON Schema of SARIF 2.1.0, from its published types. */
function schema(): object {
  const folder = mkdtempSync(join(tmpdir(), 'obsctl-sarif-'));
  try {
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'), 'dir');
    writeFileSync(join(folder, 'entry.ts'), "export type { Log } from './node_modules/@types/sarif';\n");
    const generator = createGenerator({ path: join(folder, 'entry.ts'), type: 'Log', skipTypeCheck: true });
    return generator.createSchema('Log');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const validate = new Ajv({ strict: false, allErrors: true }).compile(schema());
const complaints = (log: unknown) => (validate(log) ? [] : validate.errors);

describe('the SARIF report', () => {
  it('is valid, with findings and without', () => {
    for (const report of [reported, nothing, { ...reported, exitCode: 2, about: [] }]) {
      expect(complaints(JSON.parse(sarif(report)))).toEqual([]);
    }
    expect(complaints({ version: '2.1.0', runs: [{ results: [{}] }] })).not.toEqual([]);
  });

  it('names each check once, with what it means, and each place with lines, columns and an address', () => {
    const [run] = JSON.parse(sarif(reported)).runs;
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual([
      'promql/quantile-le',
      'rule/shape',
      'panel/title',
      'config/missing',
    ]);
    expect(run.tool.driver.rules[0]).toMatchObject({
      shortDescription: { text: 'A quantile is taken of nothing.' },
      defaultConfiguration: { level: 'error' },
    });
    expect(run.columnKind).toBe('utf16CodeUnits');
    expect(run.results.map((one: { ruleIndex: number; level: string }) => [one.ruleIndex, one.level])).toEqual([
      [0, 'error'],
      [1, 'warning'],
      [2, 'note'],
      [3, 'error'],
    ]);
    expect(run.results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'rules/a%20b%2Cc.yaml' },
      region: { startLine: 3, startColumn: 7, endLine: 3, endColumn: 12 },
    });
    expect(run.results[3].locations).toBeUndefined();
  });

  it('says whether the run came to its end', () => {
    const ended = (exitCode: number) =>
      JSON.parse(sarif({ ...reported, exitCode })).runs[0].invocations[0].executionSuccessful;
    expect([ended(0), ended(1), ended(2)]).toEqual([true, true, false]);
  });
});
