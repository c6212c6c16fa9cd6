import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { everything } from '../../src/checks/model/everything.js';
import { verdictOf } from '../../src/checks/model/query.js';
import { runChecks } from '../../src/checks/run.js';
import { readSubjects } from '../../src/read/read.js';
import { sharedFolder } from '../real/servers.js';

const shared = sharedFolder();

describe.skipIf(!shared)('kube-prometheus', () => {
  const folder = join(shared ?? '', 'corpora', 'kube-prometheus');
  const files = ['rules', 'dashboards'].flatMap((part) =>
    readdirSync(shared ? join(folder, part) : '.').map((name) => join(folder, part, name)),
  );
  const all = () =>
    everything(
      files.flatMap((file) => readSubjects(file, readFileSync(file, 'utf8'))),
      {},
    );

  it('is read as a whole, and no query is refused', () => {
    const { rules, dashboards, queries } = all();
    expect(rules.filter(({ kind }) => kind === 'alert')).toHaveLength(139);
    expect(rules.filter(({ kind }) => kind === 'record')).toHaveLength(95);
    expect(dashboards).toHaveLength(33);
    expect(queries.length).toBeGreaterThan(700);
    expect(queries.filter((query) => verdictOf(query).refused.length > 0).map(({ text }) => text)).toEqual([]);
  });

  it('has the findings that were judged, each with its place', () => {
    const found = runChecks(all());
    const counts: Record<string, number> = {};
    for (const { code, severity } of found) if (severity !== 'info') counts[code] = (counts[code] ?? 0) + 1;
    expect(counts).toEqual({
      'alert/label-missing': 5,
      'panel/overlap': 6,
      'panel/unit': 3,
      'promql/bare-counter': 1,
      'promql/nan': 2,
    });
    const nowhere = found.filter(({ origin }) => !origin?.file || !(origin.line > 0) || !(origin.column > 0));
    expect(nowhere).toEqual([]);
  });
});
