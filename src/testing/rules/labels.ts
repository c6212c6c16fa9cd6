import type { ExpectedAlert } from '../../define/expect.js';
import type { Alert } from '../engine.js';

/** Labels as PromQL writes them. */
export function labelText(labels: Readonly<Record<string, string>>): string {
  return `{${Object.entries(labels)
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
    .join(', ')}}`;
}

/** The one with the smallest distance. */
export function closest<T>(all: readonly T[], distance: (one: T) => number): T | undefined {
  return [...all].sort((a, b) => distance(a) - distance(b))[0];
}

export interface DifferingField {
  readonly field: string;
  readonly expected: string;
  readonly actual: string | undefined;
}

/** The labels and annotations of an alert that are not as described. An empty label is one that is not there. */
export function differing({ labels = {}, annotations = {} }: ExpectedAlert, alert: Alert): readonly DifferingField[] {
  return [
    ...Object.entries(labels)
      .filter(([label, value]) => (alert.labels[label] ?? '') !== value)
      .map(([label, value]) => ({
        field: `${label}:`,
        expected: JSON.stringify(value),
        actual: quoted(alert.labels[label]),
      })),
    ...Object.entries(annotations)
      .filter(([name, text]) => !fits(alert.annotations[name], text))
      .map(([name, text]) => ({
        field: `${name}:`,
        expected: text instanceof RegExp ? String(text) : JSON.stringify(text),
        actual: quoted(alert.annotations[name]),
      })),
  ];
}

function fits(actual: string | undefined, expected: string | RegExp): boolean {
  return typeof expected === 'string' ? actual === expected : actual !== undefined && expected.test(actual);
}

const quoted = (text: string | undefined) => (text === undefined ? undefined : JSON.stringify(text));
