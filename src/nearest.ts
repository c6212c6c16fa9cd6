/** The name that was probably meant, if one is near; capitals do not matter. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const far = name.length < 4 ? 1 : name.length < 12 ? 2 : 3;
  let best: string | undefined;
  let least = far + 1;
  for (const one of known) {
    if (Math.abs(one.length - name.length) >= least) continue;
    const steps = distance(one.toLowerCase(), name.toLowerCase());
    if (steps < least) [best, least] = [one, steps];
  }
  return best;
}

/** The same as the end of a message: `: did you mean "HighCpuUsage"?`, or nothing. */
export function didYouMean(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant === undefined ? '' : `: did you mean "${meant}"?`;
}

/** The same for a name among a few: where none is near, all of them help, introduced by `all`. */
export function meantOrAll(
  name: string,
  known: readonly string[],
  all: string,
): { readonly meant: string; readonly help?: string } {
  const meant = didYouMean(name, known);
  if (meant !== '') return { meant };
  return { meant, help: known.length > 0 ? `${all} ${known.join(', ')}` : 'there are none' };
}

/** How many letters have to be added, removed or replaced, or exchanged with the next one. */
function distance(a: string, b: string): number {
  let before: readonly number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isExchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const exchange = isExchanged ? (before[j - 2] as number) + 1 : change;
      next.push(Math.min(change, exchange, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    [before, row] = [row, next];
  }
  return row[b.length] as number;
}
