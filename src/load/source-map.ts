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
  const codes = Buffer.from(`${mappings};`, 'latin1');
  const entries = new Int32Array((codes.length / 2 + 1) * fields);
  const lineStarts = [0];
  let next = 0;
  let end = 0;
  let column = 0;
  let source = 0;
  let line = 0;
  let sourceColumn = 0;

  const number = (): number => {
    let digit = digits[codes[next++] as number] as number;
    // nearly always there is only one
    if (digit < 32) return digit & 1 ? -(digit >> 1) : digit >> 1;
    let value = digit & 31;
    for (let shift = 5; digit & 32; shift += 5) {
      digit = digits[codes[next++] as number] as number;
      value |= (digit & 31) << shift;
    }
    return value & 1 ? -(value >>> 1) : value >>> 1;
  };

  while (next < codes.length) {
    const code = codes[next];
    if (code === comma) {
      next++;
      continue;
    }
    if (code === semicolon) {
      next++;
      lineStarts.push(end / fields);
      column = 0;
      continue;
    }
    column += number();
    entries[end] = column;
    if (codes[next] === comma || codes[next] === semicolon) {
      // a piece that nobody wrote
      entries[end + 1] = -1;
    } else {
      entries[end + 1] = source += number();
      entries[end + 2] = line += number();
      entries[end + 3] = sourceColumn += number();
      // the number of a name may follow
      while (codes[next] !== comma && codes[next] !== semicolon) next++;
    }
    end += fields;
  }
  return { entries, lineStarts };
}

const comma = 44;
const semicolon = 59;
const digits = new Uint8Array(128);
for (const [digit, letter] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries()) {
  digits[letter.charCodeAt(0)] = digit;
}
