/** Where a piece of a script comes from; lines count from 1, columns from 0, as source maps have it. */
export interface Position {
  /** Relative to the map. */
  readonly source: string;
  readonly line: number;
  readonly column: number;
}

export type SourceMap = (at: { readonly line: number; readonly column: number }) => Position | undefined;

/** Column in the script, number of the source, line and column in it. */
const fields = 4;

/**
 * Reads the map of a bundle. All of it has to be gone through for the first place already, because each entry says
 * only how far it is from the one before; so it becomes nothing but numbers in one array, which takes a tenth of the
 * time that an object for each entry does.
 */
export function readSourceMap(json: string): SourceMap {
  const { sources, mappings } = JSON.parse(json) as { readonly sources: readonly string[]; readonly mappings: string };
  const { entries, lineStarts } = decode(mappings);

  return ({ line, column }) => {
    const first = lineStarts[line - 1] ?? 0;
    let low = first;
    let high = lineStarts[line] ?? first;
    // the last entry that begins at the column or before it
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((entries[middle * fields] ?? 0) <= column) low = middle + 1;
      else high = middle;
    }
    const [, source = 0, sourceLine = 0, sourceColumn = 0] = entries.subarray((low - 1) * fields, low * fields);
    const name = low > first ? sources[source] : undefined;
    return name === undefined ? undefined : { source: name, line: sourceLine + 1, column: sourceColumn };
  };
}

interface Decoded {
  readonly entries: Int32Array;
  /** For each line of the script, and for the one after the last, the number of its first entry. */
  readonly lineStarts: readonly number[];
}

/** Lines end in `;`, entries in `,`; a number is one or more digits of base 64, its sign in the lowest bit. */
function decode(mappings: string): Decoded {
  const entries = new Int32Array((mappings.length / 2 + 1) * fields);
  const lineStarts = [0];
  const last = [0, 0, 0, 0, 0];
  let count = 0;
  let field = 0;
  let value = 0;
  let shift = 0;
  for (let index = 0; index <= mappings.length; index++) {
    const code = index < mappings.length ? mappings.charCodeAt(index) : semicolon;
    if (code !== comma && code !== semicolon) {
      const digit = digits[code] ?? 0;
      value |= (digit & 31) << shift;
      shift += 5;
      if (digit & 32) continue;
      last[field] = (last[field] ?? 0) + (value & 1 ? -(value >>> 1) : value >>> 1);
      field++;
      value = 0;
      shift = 0;
      continue;
    }
    if (field > 0) {
      // an entry without a source is a piece that nobody wrote
      entries[count * fields] = last[0] ?? 0;
      entries[count * fields + 1] = field === 1 ? -1 : (last[1] ?? 0);
      entries[count * fields + 2] = last[2] ?? 0;
      entries[count * fields + 3] = last[3] ?? 0;
      count++;
      field = 0;
    }
    if (code === semicolon) {
      lineStarts.push(count);
      last[0] = 0;
    }
  }
  return { entries, lineStarts };
}

const comma = 44;
const semicolon = 59;
const digits = new Uint8Array(128);
for (const [digit, letter] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries()) {
  digits[letter.charCodeAt(0)] = digit;
}
