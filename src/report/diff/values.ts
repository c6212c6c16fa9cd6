/** A value as people read it: texts as they are, a list of them one a line, anything else as JSON of a few lines. */
export function valueLines(value: unknown): string[] {
  if (value === undefined) return [];
  if (typeof value === 'string') return value.split('\n');
  if (isTexts(value)) return value.flatMap(valueLines);
  const short = JSON.stringify(value);
  return short.length <= 100 ? [short] : JSON.stringify(value, null, 2).split('\n');
}

/** `1 panel`, `3 panels`; `1 query`, `2 queries`. */
export function count(number: number, noun: string): string {
  if (number === 1) return `1 ${noun}`;
  return `${number} ${noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');
}
