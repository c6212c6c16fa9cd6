import type { Status } from '../define/status.js';
import type { Unit } from '../define/units.js';
import type { AnyVector, HistogramMode } from '../define/vector.js';
import { print } from '../promql/print.js';

/** A status with its queries printed. */
export interface StatusQueries {
  readonly health: string;
  readonly watchdog: string | undefined;
  readonly tables: readonly {
    readonly title: string;
    readonly by: string;
    readonly health: string | undefined;
    readonly columns: readonly { readonly title: string; readonly unit: Unit; readonly query: string }[];
  }[];
}

export function compileStatus(status: Status, histograms: HistogramMode): StatusQueries {
  const printed = (vector: AnyVector) => print(vector.toExpr(histograms));
  return {
    health: printed(status.health),
    watchdog: status.watchdog,
    tables: status.tables.map(({ title, by, health, columns }) => ({
      ...{ title, by },
      health: health && printed(health),
      columns: columns.map((column) => ({
        title: column.title,
        unit: column.query.unit as Unit,
        query: printed(column.query),
      })),
    })),
  };
}
