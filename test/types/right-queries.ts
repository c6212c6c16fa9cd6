/** What right queries are, on the level of types: the compiler is the test. */
import {
  add,
  avg,
  deriv,
  div,
  eq,
  increase,
  labelReplace,
  max,
  mul,
  observations,
  observationsUpTo,
  or,
  quantile,
  rate,
  ratio,
  share,
  sub,
  sum,
  time,
} from 'obsctl';
import { expectTypeOf } from 'vitest';
import type { NoLabels } from '../../src/define/labels.js';
import type { Unit } from '../../src/define/units.js';
import type { AnyVector, LabelSetOf, Nature, NatureOf, UnitOf } from '../../src/define/vector.js';
import {
  availability,
  connections,
  cpu,
  duration,
  errorRate,
  gcPause,
  load,
  memory,
  p99,
  requests,
  uptime,
} from './prelude.js';

/** Labels with their values, written out: `Pick<…>` and `A & B` then equal the object they amount to. */
type Labels<L> = { -readonly [Name in keyof L]: L[Name] };

type Is<L, U extends Unit, Q extends Nature = 'value'> = { labels: Labels<L>; unit: U; nature: Q };

/** What the compiler knows of a vector. */
declare function facts<V extends AnyVector>(vector: V): Is<LabelSetOf<V>, UnitOf<V>, NatureOf<V>>;

type Service = { service: 'api' | 'web' };
type Node = { node: string };
type Http = Service & { route: string; status_code: string };

// a rate keeps labels and is per second; seconds per second are a ratio
expectTypeOf(facts(rate(requests, '5m'))).toEqualTypeOf<Is<Http, 'requests/s'>>();
expectTypeOf(facts(increase(requests, '1h'))).toEqualTypeOf<Is<Http, 'requests'>>();
expectTypeOf(facts(rate(cpu, '5m'))).toEqualTypeOf<Is<Service, 'ratio'>>();
expectTypeOf(facts(deriv(uptime, '1h'))).toEqualTypeOf<Is<Node, 'ratio'>>();

// a label from another one is a text more
expectTypeOf(facts(labelReplace(max(memory).by('node'), 'zone', '$1', 'node', '(.*)-.*'))).toEqualTypeOf<
  Is<Node & { zone: string }, 'bytes'>
>();

// an aggregate has the labels it is made by, and no other
expectTypeOf(facts(sum(memory))).toEqualTypeOf<Is<NoLabels, 'bytes'>>();
expectTypeOf(facts(max(memory).by('service'))).toEqualTypeOf<Is<Service, 'bytes'>>();
expectTypeOf(facts(avg(memory).without('service'))).toEqualTypeOf<Is<Node, 'bytes'>>();
expectTypeOf(facts(sum(rate(requests, '5m')).by('status_code', 'service'))).toEqualTypeOf<
  Is<Service & { status_code: string }, 'requests/s'>
>();

// a quantile has the unit of its histogram, and stays a quantile whatever is done to it
expectTypeOf(facts(quantile(0.99, sum(rate(duration, '5m')).by('service')))).toEqualTypeOf<
  Is<Service, 'seconds', 'quantile'>
>();
expectTypeOf(facts(gcPause.quantile('1'))).toEqualTypeOf<Is<Service & { quantile: string }, 'seconds', 'quantile'>>();
expectTypeOf(facts(mul(1.5, p99))).toEqualTypeOf<Is<Service, 'seconds', 'quantile'>>();
expectTypeOf(facts(add(1, p99))).toEqualTypeOf<Is<Service, 'seconds', 'quantile'>>();
expectTypeOf(facts(ratio(p99, p99))).toEqualTypeOf<Is<Service, 'ratio', 'quantile'>>();

// observations are counted in events, whatever the histogram measures
expectTypeOf(facts(observations(rate(duration, '5m')))).toEqualTypeOf<Is<Service & { route: string }, 'events/s'>>();
expectTypeOf(facts(observationsUpTo(0.5, sum(increase(duration, '1h')).by('service')))).toEqualTypeOf<
  Is<Service, 'events'>
>();

// units of arithmetic
expectTypeOf(
  facts(ratio(sum(rate(requests, '5m')).by('service'), sum(rate(connections, '5m')).by('service'))),
).toEqualTypeOf<Is<Service, 'ratio'>>();
expectTypeOf(
  facts(share(sum(rate(requests.where({ status_code: '500' }), '5m')), sum(rate(requests, '5m')))),
).toEqualTypeOf<Is<NoLabels, 'ratio'>>();
expectTypeOf(facts(sub(time(), uptime))).toEqualTypeOf<Is<Node, 'seconds'>>();
expectTypeOf(facts(div(memory, 2))).toEqualTypeOf<Is<Service & Node, 'bytes'>>();
expectTypeOf(facts(div(memory, memory))).toEqualTypeOf<Is<Service & Node, 'ratio'>>();
expectTypeOf(facts(mul(memory, memory))).toEqualTypeOf<Is<Service & Node, 'unknown'>>();
expectTypeOf(facts(mul(max(memory).by('service'), rate(cpu, '5m')))).toEqualTypeOf<Is<Service, 'bytes'>>();

// joins know which labels remain
expectTypeOf(facts(div(memory, load, { on: ['node'] }))).toEqualTypeOf<Is<Node, 'unknown'>>();
expectTypeOf(facts(div(memory, load, { ignoring: ['service'] }))).toEqualTypeOf<Is<Node, 'unknown'>>();
expectTypeOf(facts(mul(uptime, memory, { on: ['node'], groupLeft: ['service'] }))).toEqualTypeOf<
  Is<Node & Service, 'unknown'>
>();
expectTypeOf(facts(or(sum(rate(requests, '5m')).by('service', 'route'), errorRate))).toEqualTypeOf<
  Is<Service, 'requests/s'>
>();

// a recording rule is a metric whose labels and unit follow from its query, and from what the rule adds
expectTypeOf(facts(errorRate)).toEqualTypeOf<Is<Service, 'requests/s'>>();
expectTypeOf(facts(eq(availability, 0))).toEqualTypeOf<Is<Service & { slo: 'availability' }, 'requests/s'>>();
expectTypeOf(facts(p99.where({ service: 'api' }))).toEqualTypeOf<Is<Service, 'seconds', 'quantile'>>();

// each of the three facts is really compared
// @ts-expect-error one label too few
expectTypeOf(facts(memory)).toEqualTypeOf<Is<Service, 'bytes'>>();
// @ts-expect-error a label with other values
expectTypeOf(facts(memory)).toEqualTypeOf<Is<{ service: string } & Node, 'bytes'>>();
// @ts-expect-error another unit
expectTypeOf(facts(memory)).toEqualTypeOf<Is<Service & Node, 'seconds'>>();
// @ts-expect-error another nature
expectTypeOf(facts(p99)).toEqualTypeOf<Is<Service, 'seconds'>>();
