import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { serialize } from '../../src/targets/files/serialize.js';
import type { Resource } from '../../src/types.js';
import { run } from '../real/servers.js';
import type { Labels, RuleCase } from './rule-case.js';

/**
 * Runs cases through `promtool test rules`. The alerts that fire are read from the series `ALERTS`, so that labels
 * are compared and annotations, which need a template engine to foresee, are not.
 */
export async function runCases(
  promtool: string,
  cases: readonly RuleCase[],
  rules: readonly Resource[],
): Promise<{ readonly code: number; readonly output: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'obsctl-rules-'));
  try {
    for (const rule of rules) writeFileSync(join(folder, `${rule.id}.yaml`), serialize(rule));
    const files = cases.map((one, index) => {
      const file = join(folder, `case-${index}.test.yaml`);
      writeFileSync(file, stringify(testFile(one)));
      return file;
    });
    return await run(promtool, ['test', 'rules', ...files], folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function testFile(one: RuleCase): object {
  return {
    rule_files: one.groups.map((group) => `${group}.yaml`),
    evaluation_interval: one.interval,
    group_eval_order: one.groups,
    tests: [
      {
        name: `${one.alert}: ${one.when}`,
        interval: one.interval,
        input_series: Object.entries(one.series).map(([series, values]) => ({ series, values })),
        promql_expr_test: [
          {
            expr: `ALERTS{alertname="${one.alert}",alertstate="firing"}`,
            eval_time: one.at,
            exp_samples: one.fires.map((labels) => ({ labels: alertsSeries(one.alert, labels), value: 1 })),
          },
        ],
      },
    ],
  };
}

function alertsSeries(alertname: string, labels: Labels): string {
  const all = Object.entries({ alertname, alertstate: 'firing', ...labels });
  return `ALERTS{${all.map(([label, value]) => `${label}="${value}"`).join(',')}}`;
}
