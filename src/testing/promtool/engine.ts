import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answers, Engine, Job, Question } from '../engine.js';
import { readAnswers } from './answers.js';
import type { Slots } from './slots.js';

/** How many files one process gets: enough that starting it does not matter, few enough that all cores have some. */
const atOnce = 20;

interface PromtoolOptions {
  /** For the processes: engines that share them do not get into each other's way. */
  readonly slots: Slots;
  /** Of the processes; without one, they inherit ours. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * An engine out of `promtool test rules`: whatever is asked is expected to be what it cannot be, and what promtool
 * found instead is the answer.
 */
export function promtoolEngine(promtool: string, { slots, environment }: PromtoolOptions): Engine {
  return async (jobs, progress) => {
    const folder = mkdtempSync(join(tmpdir(), 'obsctl-test-'));
    try {
      const answers: Answers[] = jobs.map(() => []);
      let done = 0;
      const work = async (batch: readonly Numbered[]) => {
        const outputs = await runBatch(promtool, batch, folder, environment);
        for (const [position, { job, index }] of batch.entries())
          answers[index] = readAnswers(outputs[position] ?? '', job.questions);
        done += batch.length;
        progress?.(done);
      };
      await Promise.all(batchesOf(jobs, slots.count).map((batch) => slots.run(() => work(batch))));
      return answers;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

/** Batches that take about the same time: those that take long are dealt out first. */
function batchesOf(jobs: readonly Job[], slots: number): readonly (readonly Numbered[])[] {
  const all = jobs
    .map((job, index) => ({ job, index, effort: effortOf(job) }))
    .filter(({ job }) => job.questions.length > 0)
    .sort((a, b) => b.effort - a.effort);
  const count = Math.max(Math.min(slots, all.length), Math.ceil(all.length / atOnce));
  return Array.from({ length: count }, (_, batch) => all.filter((_unused, position) => position % count === batch));
}

function effortOf({ simulation: { groups, every }, questions }: Job): number {
  const until = Math.max(0, ...questions.map(({ at }) => at));
  return (until / every) * groups.flatMap(({ rules }) => rules).length;
}

interface Numbered {
  readonly job: Job;
  readonly index: number;
}

/** What promtool says of each job. Its two outputs go into one file: only their order tells what belongs together. */
async function runBatch(
  promtool: string,
  batch: readonly Numbered[],
  folder: string,
  environment: PromtoolOptions['environment'],
): Promise<readonly string[]> {
  const files = batch.map((one) => write(one, folder));
  const output = join(folder, `output-${batch[0]?.index}`);
  const descriptor = openSync(output, 'w');
  try {
    await new Promise<void>((done, fail) => {
      const child = spawn(promtool, ['test', 'rules', ...files], {
        cwd: folder,
        ...(environment ? { env: { ...environment } } : {}),
        stdio: ['ignore', descriptor, descriptor],
      });
      child.once('error', fail).once('close', () => done());
    });
  } finally {
    closeSync(descriptor);
  }
  const text = readFileSync(output, 'utf8').replaceAll(/^Unit Testing: .*\n/gm, '');
  const [, ...parts] = text.split(/^ {2}(?:FAILED:|SUCCESS)\n/m);
  // every file has failed, because every question is one; where promtool stopped before, nobody knows whose part it is
  return batch.map((_, position) =>
    parts.length === batch.length ? (parts[position] ?? '') : readFileSync(output, 'utf8'),
  );
}

/** JSON is YAML too, and quicker to write. */
function write({ job: { simulation, questions }, index }: Numbered, folder: string): string {
  const { groups, every, step, series } = simulation;
  const own = join(folder, `rules-${index}`);
  mkdirSync(own);
  for (const group of groups) writeFileSync(join(own, `${group.name}.yaml`), JSON.stringify({ groups: [group] }));
  const name = `job-${index}.yaml`;
  const test = {
    interval: `${step}s`,
    input_series: series,
    promql_expr_test: distinct(questions.filter((one) => one.ask === 'query')).map(({ expr, at }) => ({
      expr,
      eval_time: duration(at),
      exp_samples: [{ labels: 'obsctl_asks{}', value: 0 }],
    })),
    alert_rule_test: distinct(questions.filter((one) => one.ask === 'alerts')).map(({ alert, at }) => ({
      alertname: alert,
      eval_time: duration(at),
      exp_alerts: [{ exp_labels: { obsctl_asks: 'yes' } }],
    })),
  };
  const file = {
    rule_files: groups.map((group) => `rules-${index}/${group.name}.yaml`),
    evaluation_interval: duration(every),
    group_eval_order: groups.map((group) => group.name),
    tests: [test],
  };
  writeFileSync(join(folder, name), JSON.stringify(file));
  return name;
}

const duration = (seconds: number) => `${Math.round(seconds * 1000)}ms`;

function distinct<Q extends Question>(questions: readonly Q[]): readonly Q[] {
  return [...new Map(questions.map((one) => [JSON.stringify(one), one])).values()];
}
