/**
 * What a panel has to show in prod, in the specification's shorthand: E stands for the chosen environment and cluster,
 * N, V and S for the chosen nodes, services, and instances of services in it, RI for `$__rate_interval`.
 */
export interface PanelCase {
  readonly title: string;
  readonly type: string;
  /** Each once, in the order of the queries. */
  readonly units?: readonly string[];
  /** Where the colours change: of the panel, or of its queries one after another. */
  readonly thresholds?: readonly (readonly number[])[];
  readonly queries: readonly string[];
}
