import type { Place } from '../canonical/layout.js';

/** Columns of Grafana's grid. */
export const columns = 24;

/**
 * Where Grafana shows panels that are said to be somewhere: it draws them up as far as nothing is in their way, and puts
 * those that would lie on others below them. In the order of the places given.
 */
export function shownAt(places: readonly Place[]): Place[] {
  const order = places.map((place, index) => ({ place: withinColumns(place), index }));
  order.sort((a, b) => a.place.y - b.place.y || a.place.x - b.place.x);
  const settled: Place[] = [];
  const shown: Place[] = [];
  for (const { place, index } of order) {
    const at = settle(place, settled);
    settled.push(at);
    shown[index] = at;
  }
  return shown;
}

function withinColumns({ x, y, w, h }: Place): Place {
  const width = Math.min(w, columns);
  return { x: Math.max(0, Math.min(x, columns - width)), y: Math.max(0, y), w: width, h };
}

function settle(place: Place, settled: readonly Place[]): Place {
  const inTheWay = (y: number) => settled.find((other) => overlap({ ...place, y }, other));
  let y = Math.min(place.y, Math.max(0, ...settled.map((other) => other.y + other.h)));
  while (y > 0 && !inTheWay(y)) y -= 1;
  for (let other = inTheWay(y); other; other = inTheWay(y)) y = other.y + other.h;
  return { ...place, y };
}

function overlap(a: Place, b: Place): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
