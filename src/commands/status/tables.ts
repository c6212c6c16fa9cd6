import type { StatusQueries } from '../../compile/status.js';
import type { Series } from '../../targets/prometheus/ask.js';
import type { Health, StatusRow, StatusTableReport } from '../../types/status.js';
import type { Asked } from './servers.js';

/** How far back it is looked for since when something is so, and how closely. */
const history = { seconds: 6 * 3_600, step: 60 };

/** Asks all columns at once; a row for each value of the label in any of them. */
export async function tableReport(
  table: StatusQueries['tables'][number],
  prometheus: Asked,
  now: number,
): Promise<StatusTableReport> {
  const { title, by, health, columns } = table;
  const span = { start: now - history.seconds, end: now, step: history.step };
  const [current, past, ...values] = await Promise.all([
    health === undefined ? [] : prometheus.instant(health),
    health === undefined ? [] : prometheus.over(health, span),
    ...columns.map(({ query }) => prometheus.instant(query)),
  ]);
  const named = [...current, ...values.flat()].flatMap(({ labels }) => labels[by] ?? []);
  const names = [...new Set(named)].sort();
  const of = (all: readonly Series[], name: string) => all.filter(({ labels }) => labels[by] === name);
  const rows = names.map(
    (name): StatusRow => ({
      name,
      ...(health === undefined ? {} : healthOf(of(current, name), of(past, name), now)),
      values: values.map((series) => {
        const numbers = of(series, name).flatMap(({ samples }) => samples.map(([, value]) => value));
        const real = numbers.filter((value) => Number.isFinite(value));
        return real.length > 0 ? Math.max(...real) : null;
      }),
    }),
  );
  return { title, by, columns: columns.map(({ title: name, unit }) => ({ title: name, unit })), rows };
}

/** Of several series the worst; none at all is unknown. */
export function worst(series: readonly Series[]): Health {
  const values = series.flatMap(({ samples }) => samples.map(([, value]) => value)).filter((one) => !Number.isNaN(one));
  if (values.length === 0) return 'unknown';
  return inWords(Math.max(...values));
}

function inWords(value: number): Health {
  if (value >= 2) return 'unhealthy';
  return value > 0 ? 'degraded' : 'healthy';
}

function healthOf(
  current: readonly Series[],
  past: readonly Series[],
  now: number,
): Pick<StatusRow, 'health' | 'since' | 'lastFailure'> {
  const health = worst(current);
  const byTime = new Map<number, number>();
  for (const { samples } of past) {
    for (const [time, value] of samples) byTime.set(time, Math.max(value, byTime.get(time) ?? 0));
  }
  const times = [...byTime].sort(([a], [b]) => b - a);
  const lastOther = times.find(([, value]) => inWords(value) !== health);
  const lastFailure = times.find(([, value]) => value > 0);
  const since = lastOther ? now - lastOther[0] : undefined;
  return {
    health,
    ...(since === undefined ? {} : { since: Math.max(0, Math.round(since)) }),
    ...(lastFailure ? { lastFailure: Math.max(0, Math.round(now - lastFailure[0])) } : {}),
  };
}
