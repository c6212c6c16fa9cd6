/** One statement about one alert: given these series, these alerts of that name fire at that time, or none do. */
export interface RuleCase {
  readonly alert: string;
  /** What the case shows, for the report. */
  readonly when: string;
  /** The rule groups it needs, in the order they are evaluated. */
  readonly groups: readonly string[];
  /** The step of the series and of rule evaluation. */
  readonly interval: string;
  /** Series in promtool's notation. */
  readonly series: Readonly<Record<string, string>>;
  readonly at: string;
  /** The labels of every alert that fires, all of them; empty where none does. */
  readonly fires: readonly Labels[];
}

export type Labels = Readonly<Record<string, string>>;

/** What every series of the tests carries. */
export const cluster: Labels = { environment: 'prod', cluster: 'eu-1' };

/** A series with the labels of the cluster and its own. */
export function series(name: string, labels: Labels = {}): string {
  const all = Object.entries({ ...cluster, ...labels }).map(([label, value]) => `${label}="${value}"`);
  return `${name}{${all.join(',')}}`;
}

/** An instance of a service, as scraping labels it. */
export function app(service: string, instance = 'a:9464', node = 'n1'): Labels {
  return { service, tier: 'app', node, job: service, instance };
}

/** Cases of one alert: what they share, then each with what differs. */
export function cases(
  alert: string,
  common: Pick<RuleCase, 'groups'> & Partial<RuleCase>,
  each: Readonly<Record<string, Pick<RuleCase, 'series' | 'at' | 'fires'> & Partial<RuleCase>>>,
): RuleCase[] {
  return Object.entries(each).map(([when, one]) => ({ alert, when, interval: '1m', ...common, ...one }));
}
