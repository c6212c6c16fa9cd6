import type { Labels } from './matchers.js';

/** Either the labels, or the part of the text that is none. */
export type ReadLabels = { readonly labels: Labels } | { readonly problem: string };

/**
 * Reads the labels of one alert: `alertname=HighCpuUsage severity=critical`, with commas or in braces just as well,
 * and values with blanks in quotes. A first word without `=` is the name of the alert.
 */
export function readLabels(text: string): ReadLabels {
  const inner = text.trim().replace(/^\{([\s\S]*)\}$/, '$1');
  const labels: Record<string, string> = {};
  const pair = /\s*(?:([^\s=,{}"]+)\s*=\s*("(?:[^"\\]|\\[\s\S])*"|[^\s,{}"]*)|([^\s=,{}"]+))\s*(?:,|(?=\s)|$)/y;
  while (pair.lastIndex < inner.length) {
    const start = pair.lastIndex;
    const found = pair.exec(inner);
    if (!found) return { problem: inner.slice(start).trim() };
    const [, name, value = '', word] = found;
    if (name !== undefined) {
      // =~ is no label but a matcher, and so would be != and ==; other quotes would be part of the value
      if (/[!~]/.test(name) || /^[~='`]/.test(value)) return { problem: found[0].trim() };
      labels[name] = value.startsWith('"') ? unquoted(value) : value;
    } else if (start === 0 && word !== undefined) labels.alertname = word;
    else return { problem: found[0].trim() };
  }
  return { labels };
}

function unquoted(text: string): string {
  return text.slice(1, -1).replaceAll(/\\([\s\S])/g, (_, character: string) => (character === 'n' ? '\n' : character));
}

/** Labels as they are written above. */
export function labelsText(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${/[\s,{}"]/.test(value) || value === '' ? JSON.stringify(value) : value}`)
    .join(' ');
}
