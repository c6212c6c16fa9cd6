import type { RoutingCase, RoutingTest } from '../../define/routing.js';
import { type Entry, entriesOf, offsetOf, originOf as originAt, sourcesBelow } from '../../load/source-keys.js';
import type { Origin } from '../../types.js';

/**
 * Where the cases of a table stand. Nobody calls anything for a case, so only the text of the module knows its line;
 * where it does not tell, a case stands where its table does.
 */
export function casePlaces(root: string, originOf: (thing: object) => Origin) {
  const read = sourcesBelow(root);
  const texts = new Map<string, string>();
  const places = new Map<RoutingCase, Origin>();
  return (test: RoutingTest, one: RoutingCase): Origin => {
    const table = originOf(test);
    if (!places.has(one)) {
      const text = texts.get(table.file) ?? read(table.file) ?? '';
      texts.set(table.file, text);
      const starts = elementPlaces(text, offsetOf(text, table), test.cases.length);
      for (const [index, each] of test.cases.entries()) {
        const at = starts[index];
        places.set(each, at === undefined ? table : originAt({ file: table.file, text, at }));
      }
    }
    return places.get(one) ?? table;
  };
}

/**
 * Where the elements of the list stand that is the second argument of a call.
 * @param count how many elements there are at run time
 * @returns the offset of each; of elements that a spread makes, the spread's
 */
export function elementPlaces(text: string, from: number, count: number): readonly (number | undefined)[] {
  const written = elementsOf(text, from);
  const spreads = written.filter(isSpread).length;
  const made = count - (written.length - spreads);
  if (made < 0 || (spreads === 0 && made > 0)) return [];
  const first = spreads === 0 ? written.length : written.findIndex(isSpread);
  const last = written.findLastIndex(isSpread);
  const behind = spreads === 0 ? [] : written.slice(last + 1);
  // which of several spreads made which, nobody can see
  const inBetween = spreads === 1 ? written[first]?.at : undefined;
  return [
    ...written.slice(0, first).map(({ at }) => at),
    ...Array.from({ length: count - first - behind.length }, () => inBetween),
    ...behind.map(({ at }) => at),
  ];
}

const isSpread = ({ key }: Entry) => key === undefined;

function elementsOf(text: string, from: number): readonly Entry[] {
  const name = /^[\w.]+(?=\()/.exec(text.slice(from))?.[0];
  const list = name === undefined ? undefined : entriesOf(text, from + name.length)[1];
  return list && text[list.at] === '[' ? entriesOf(text, list.at) : [];
}
