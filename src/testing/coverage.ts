import { inhibitedBy } from '../alertmanager/inhibit.js';
import { type Labels, matcherText } from '../alertmanager/matchers.js';
import type { AmConfig } from '../alertmanager/model.js';
import { allRoutes, lineage, walkRoutes } from '../alertmanager/route.js';
import type { Notifications } from '../define/notification.js';
import type { RoutingTest } from '../define/routing.js';
import type { AlertRule, RecordingRule, RuleGroup } from '../define/rules.js';
import type { Coverage, RuleBody } from '../types/testing.js';
import type { Origin, Path } from '../types.js';
import { labelsOfCase, read } from './routes.js';
import type { RuleTest } from './rules/run.js';

/** Rules that no test is about: alerts that no test sees fire, records that no test needs. */
export function ruleCoverage(
  groups: readonly RuleGroup[],
  tests: readonly RuleTest[],
  {
    madeFrom,
    originOf,
  }: { readonly madeFrom: (body: RuleBody) => object | undefined; readonly originOf: (thing: object) => Origin },
): readonly Coverage[] {
  const fire = new Set<object>(
    tests.flatMap(({ expectations }) =>
      expectations.flatMap((one) => (one.state === 'firing' && one.rule ? [one.rule] : [])),
    ),
  );
  const needed = new Set(
    tests.flatMap(({ simulation }) => simulation.groups.flatMap(({ rules }) => rules.map(madeFrom))),
  );
  const rules = groups.flatMap((group) => group.rules);
  const named = (rule: AlertRule | RecordingRule) => ({ name: rule.name, origin: originOf(rule) });
  const of = (kind: 'alert' | 'record', tested: ReadonlySet<object | undefined>) =>
    rules.filter((rule) => rule.kind === kind).map((rule) => ({ ...named(rule), tested: tested.has(rule) }));
  return [summary('alert rules', of('alert', fire)), summary('recording rules', of('record', needed))];
}

/** An alert, and what fires while it does. */
export interface Travelled {
  readonly labels: Labels;
  readonly firing: readonly Labels[];
}

/** What tests come by in one environment. */
export interface Seen {
  readonly travelled: Travelled[];
  /** Is told which templates run, and which way they go. */
  readonly visit: (template: string, branch?: { readonly at: number; readonly taken: boolean }) => void;
}

interface RoutingInput {
  readonly config: AmConfig;
  readonly notifications: Notifications;
  readonly tests: readonly RoutingTest[];
  /** Alerts that travel through the tree in other tests. */
  readonly travelled?: readonly Travelled[];
  /** Where a part of the configuration stands in the definitions. */
  readonly place: (path: Path) => Origin;
  readonly originOf: (thing: object) => Origin;
}

/** Branches of the route tree that no tested alert takes, and inhibitions that mute none. */
export function routingCoverage({
  config,
  notifications,
  tests,
  travelled = [],
  place,
  originOf,
}: RoutingInput): readonly Coverage[] {
  const cases = tests.flatMap((test) => test.cases).filter(({ alert }) => alert);
  const alerts = cases.map((one) => ({
    labels: labelsOfCase(one, originOf(one)),
    firing: (one.firing ?? []).map((other) => read(other, originOf(one))),
  }));
  const all = [...alerts, ...travelled];
  const taken = new Set(
    all.flatMap(({ labels }) => walkRoutes(config, labels).flatMap(({ route, failed }) => (failed ? [] : [route]))),
  );
  const muting = new Set(all.flatMap(({ labels, firing }) => inhibitedBy(config, labels, firing)?.rule ?? []));
  return [
    summary(
      'routes',
      allRoutes(config.route).map((route) => ({
        name:
          lineage(config.route, route)
            .slice(1)
            .map(({ matchers }) => matchers.map(matcherText).join(', ') || 'any alert')
            .join(' › ') || 'root',
        origin: place(route.path),
        tested: taken.has(route),
      })),
    ),
    summary(
      'inhibitions',
      config.inhibitRules.map((rule, index) => ({
        name: notifications.inhibit[index]?.name ?? rule.name ?? `inhibition ${index + 1}`,
        origin: place(rule.path),
        tested: muting.has(rule),
      })),
    ),
  ];
}

export function summary(
  what: string,
  all: readonly { readonly name: string; readonly origin: Origin; readonly tested: boolean }[],
): Coverage {
  const untested = all.filter(({ tested }) => !tested).map(({ name, origin }) => ({ name, origin }));
  return { what, all: all.length, tested: all.length - untested.length, untested };
}
