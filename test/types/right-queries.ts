/** What right queries are, on the level of types; the compiler is the test, `npm run types` runs it. */
import { avg, deriv, div, increase, max, mul, observations, or, quantile, rate, ratio, sub, sum, time } from 'obsctl';
import type { Unit } from '../../src/define/units.js';
import type { AnyVector, LabelSetOf, Nature, NatureOf, UnitOf } from '../../src/define/vector.js';
import { connections, duration, errorRate, gcPause, load, memory, p99, requests, uptime } from './prelude.js';

type Facts<V> = [labels: keyof LabelSetOf<V>, unit: UnitOf<V>, nature: NatureOf<V>];

/** Compiles only where the labels, the unit and the nature of the vector are exactly these. */
function is<Names extends string, U extends Unit, Q extends Nature = 'value'>() {
  type Expected = [labels: Names, unit: U, nature: Q];
  return <V extends AnyVector>(
    _vector: V,
    ..._proof: Facts<V> extends Expected ? (Expected extends Facts<V> ? [] : [Facts<V>]) : [Facts<V>]
  ) => {};
}

type Http = 'service' | 'route' | 'status_code';

// a rate keeps labels and is per second; seconds per second are a ratio
is<Http, 'requests/s'>()(rate(requests, '5m'));
is<Http, 'requests'>()(increase(requests, '1h'));
is<'node', 'ratio'>()(deriv(uptime, '1h'));

// an aggregate has the labels it is made by, and no other
is<never, 'bytes'>()(sum(memory));
is<'service', 'bytes'>()(max(memory).by('service'));
is<'node', 'bytes'>()(avg(memory).without('service'));

// a quantile has the unit of its histogram, and may be compared but not summed
is<'service', 'seconds', 'quantile'>()(quantile(0.99, sum(rate(duration, '5m')).by('service')));
is<'service' | 'quantile', 'seconds', 'quantile'>()(gcPause.quantile('1'));
is<'service' | 'route', 'events/s'>()(observations(rate(duration, '5m')));

// units of arithmetic
is<'service', 'ratio'>()(ratio(sum(rate(requests, '5m')).by('service'), sum(rate(connections, '5m')).by('service')));
is<'node', 'seconds'>()(sub(time(), uptime));
is<'service' | 'node', 'bytes'>()(div(memory, 2));
is<'service' | 'node', 'unknown'>()(mul(memory, memory));

// joins know which labels remain
is<'node', 'unknown'>()(div(memory, load, { on: ['node'] }));
is<'node', 'unknown'>()(div(memory, load, { ignoring: ['service'] }));
is<'node' | 'service', 'unknown'>()(mul(uptime, memory, { on: ['node'], groupLeft: ['service'] }));
is<'service', 'requests/s'>()(or(sum(rate(requests, '5m')).by('service', 'route'), errorRate));

// a recording rule is a metric whose labels and unit follow from its query
is<'service', 'requests/s'>()(errorRate);
is<'service', 'seconds', 'quantile'>()(p99.where({ service: 'api' }));
