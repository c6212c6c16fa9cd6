import type { DashboardCheck } from '../check.js';
import type { FoundVariable } from '../model/dashboard.js';
import { mentions } from './variables.js';

export const variableDuplicate: DashboardCheck = {
  code: 'variable/duplicate',
  on: 'dashboard',
  severity: 'error',
  summary: 'two variables have one name',
  why: 'Grafana keeps one of them; which one the panels follow is chance.',
  good: [
    'title: D\ntemplating: {list: [{name: a, type: custom}, {name: b, type: custom}]}\npanels: [{title: "$a $b"}]',
  ],
  bad: ['title: D\ntemplating: {list: [{name: a, type: custom}, {name: a, type: query}]}\npanels: [{title: "$a"}]'],
  run: ({ variables }) =>
    variables.flatMap(({ name, path }, index) =>
      name !== '' && variables.slice(0, index).some((one) => one.name === name)
        ? [{ message: `another variable is called ${name} too`, help: 'rename one', path: [...path, 'name'] }]
        : [],
    ),
};

export const variableCycle: DashboardCheck = {
  code: 'variable/cycle',
  on: 'dashboard',
  severity: 'error',
  summary: 'variables wait for each other',
  why: 'Grafana loads none of them, and every panel that uses one stays empty.',
  good: [
    'title: D\ntemplating:\n  list:\n    - {name: a, type: query, query: "label_values(up, job)", refresh: 2}\n    - {name: b, type: query, query: "label_values(up{job=\\"$a\\"}, instance)", refresh: 2}\npanels: [{title: "$b"}]',
  ],
  bad: [
    'title: D\ntemplating:\n  list:\n    - {name: a, type: query, query: "label_values(up{instance=\\"$b\\"}, job)", refresh: 2}\n    - {name: b, type: query, query: "label_values(up{job=\\"$a\\"}, instance)", refresh: 2}\npanels: [{title: "$b"}]',
    'title: D\ntemplating: {list: [{name: a, type: query, query: "label_values(up{job=\\"$a\\"}, job)", refresh: 2}]}\npanels: [{title: "$a"}]',
  ],
  run: ({ variables }) => {
    const needs = new Map(variables.map((one) => [one.name, needed(one)] as const));
    return variables.flatMap(({ name, path }) => {
      const way = wayBack(name, name, needs, new Set());
      if (!way) return [];
      const message = `this variable waits for itself: ${[name, ...way].join(' → ')}`;
      return [{ message, help: 'leave one of them out of a query', path: [...path, 'query'] }];
    });
  },
};

function needed({ body, type }: FoundVariable): readonly string[] {
  if (type === 'custom' || type === 'constant' || type === 'textbox') return [];
  const { query, regex } = body;
  return mentions(JSON.stringify([query ?? '', regex ?? ''])).map(({ name }) => name);
}

/** Over which names a variable leads back to itself. */
function wayBack(
  from: string,
  to: string,
  needs: ReadonlyMap<string, readonly string[]>,
  seen: Set<string>,
): readonly string[] | undefined {
  for (const name of needs.get(from) ?? []) {
    if (name === to) return [name];
    if (seen.has(name) || !needs.has(name)) continue;
    seen.add(name);
    const rest = wayBack(name, to, needs, seen);
    if (rest) return [name, ...rest];
  }
  return undefined;
}
