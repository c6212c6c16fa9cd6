import type { SideResource } from '../../plan/diff/sides.js';

/** What is compared: the resources of one environment, or of files. */
export interface Side {
  /** For people: `the definitions`, `build/prod`, `origin/main`. */
  readonly name: string;
  readonly environment?: string;
  /** Series that the catalogue of metrics knows, where there is one. */
  readonly metrics?: ReadonlySet<string>;
  readonly resources: readonly SideResource[];
  /** What was noticed while it was read. */
  readonly notes?: readonly string[];
}
