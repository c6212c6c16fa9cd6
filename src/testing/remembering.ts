import { createHash } from 'node:crypto';
import { type Answer, type Engine, isRefusal, type Job } from './engine.js';

/** Answers of earlier runs, by what was asked of what. */
export type Memory = Map<string, readonly Answer[]>;

/**
 * The engine, asked only what it was not asked before. The key is all that an answer depends on: rules, series,
 * questions, and `engine`, which names the program and its version. What could not be answered is asked again.
 */
export function remembering(
  engine: Engine,
  { memory, name, used }: { readonly memory: Memory; readonly name: string; readonly used: Set<string> },
): Engine {
  return async (jobs, progress) => {
    const keys = jobs.map((job) => keyOf(job, name));
    for (const key of keys) used.add(key);
    const open = jobs.filter((_, index) => !memory.has(keys[index] ?? ''));
    const known = jobs.length - open.length;
    const answers = open.length > 0 ? await engine(open, (done) => progress?.(known + done)) : [];
    const fresh = new Map(open.map((job, index) => [job, answers[index] ?? []] as const));
    return jobs.map((job, index) => {
      const key = keys[index] ?? '';
      const own = fresh.get(job) ?? memory.get(key) ?? [];
      if (!isRefusal(own) && !own.some((answer) => 'error' in answer)) memory.set(key, own);
      return own;
    });
  };
}

function keyOf(job: Job, engine: string): string {
  return createHash('sha256')
    .update(JSON.stringify([engine, job]))
    .digest('hex')
    .slice(0, 32);
}

/** Numbers that JSON does not know are kept as text. */
export function memoryText(memory: Memory, used: ReadonlySet<string>): string {
  return JSON.stringify(
    [...memory].filter(([key]) => used.has(key)),
    (_, value) => (typeof value === 'number' && !Number.isFinite(value) ? `number:${value}` : value),
  );
}

export function readMemory(text: string): Memory {
  const entries = JSON.parse(text, (_, value) =>
    typeof value === 'string' && /^number:(NaN|-?Infinity)$/.test(value) ? Number(value.slice(7)) : value,
  );
  return new Map(entries);
}
