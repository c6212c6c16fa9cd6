import type { AlertEvent } from '../../alertmanager/timeline.js';
import type { Simulation } from '../../types/testing.js';
import type { Answer, Question } from '../engine.js';

/** What to ask to know which alerts fire when, up to a time. */
export function firingQuestions({ every }: Simulation, until: number): readonly Question[] {
  return moments(every, until).map((at) => ({ ask: 'query', expr: 'ALERTS{alertstate="firing"}', at }));
}

const moments = (every: number, until: number) =>
  Array.from({ length: Math.floor(until / every) + 1 }, (_, index) => index * every);

/** When each alert fires; one that comes back is another event. */
export function alertEvents({ every }: Simulation, answers: readonly Answer[]): readonly AlertEvent[] {
  const events: AlertEvent[] = [];
  let open = new Map<string, { labels: Record<string, string>; starts: number }>();
  for (const [index, answer] of answers.entries()) {
    const at = index * every;
    const next: typeof open = new Map();
    for (const sample of 'samples' in answer ? answer.samples : []) {
      const { __name__, alertstate, ...labels } = sample.labels;
      const key = JSON.stringify(labels);
      next.set(key, open.get(key) ?? { labels, starts: at });
    }
    for (const [key, one] of open) if (!next.has(key)) events.push({ ...one, ends: at });
    open = next;
  }
  return [...events, ...open.values()].sort((a, b) => a.starts - b.starts);
}
