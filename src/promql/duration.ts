const units: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3_600,
  d: 86_400,
  w: 604_800,
  y: 31_536_000,
};

/** The seconds of a Prometheus duration such as `90s` or `1h30m`; NaN for anything else. */
export function durationSeconds(text: string): number {
  let seconds = known.get(text);
  if (seconds === undefined) {
    seconds = counted(text);
    known.set(text, seconds);
  }
  return seconds;
}

/** There are few of them, and each is asked for often. */
const known = new Map<string, number>();

function counted(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdwy])/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join('') !== text) return Number.NaN;
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ''] ?? Number.NaN), 0);
}

/** Whether Prometheus reads it as a duration in a configuration: `90s`, `1h30m`, and 0 without a unit. */
export function isDuration(text: string): boolean {
  return text === '0' || (text !== '' && /^(\d+y)?(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?(\d+ms)?$/.test(text));
}
