import type { Diagnostic } from '../../types.js';

/** A finding that is shown, and others of the same cause that are only counted. */
export interface Shown {
  readonly diagnostic: Diagnostic;
  readonly others: readonly Diagnostic[];
}

/** So many of one cause are shown one by one, and where there are more, only the first of them. */
const few = 4;

/** Errors each; of what nobody has to mend at once, one of each cause. */
export function byCause(found: readonly Diagnostic[]): readonly Shown[] {
  const groups = new Map<string, Diagnostic[]>();
  for (const one of found) {
    if (one.severity === 'error' || one.cause === undefined) continue;
    const key = `${one.code} ${one.cause}`;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  const shown: Shown[] = [];
  for (const diagnostic of found) {
    const group = groups.get(`${diagnostic.code} ${diagnostic.cause}`) ?? [];
    if (group.length <= few || diagnostic.severity === 'error') shown.push({ diagnostic, others: [] });
    else if (group[0] === diagnostic) shown.push({ diagnostic, others: group.slice(1) });
  }
  return shown;
}

/** `the same 137 times more: a.yaml:30, 44, 59, b.yaml:12 and in 5 other files; --verbose shows each`. */
export function othersText(others: readonly Diagnostic[]): string {
  const files = new Map<string, number[]>();
  for (const { origin } of others) {
    if (!origin) continue;
    const found = files.get(origin.file);
    if (found) found.push(origin.line);
    else files.set(origin.file, [origin.line]);
  }
  const [first, second, ...rest] = [...files];
  const named = [first, second].flatMap((one) => (one ? `${one[0]}:${lines(one[1])}` : []));
  const left = rest.length === 0 ? '' : ` and in ${rest.length} other file${rest.length === 1 ? '' : 's'}`;
  const where = named.length > 0 ? `: ${named.join(', ')}${left}` : '';
  return `the same ${others.length === 1 ? 'once' : `${others.length} times`} more${where}; --verbose shows each`;
}

function lines(all: readonly number[]): string {
  const distinct = [...new Set(all)];
  return distinct.length > 4 ? `${distinct.slice(0, 3).join(', ')}, …` : distinct.join(', ');
}
