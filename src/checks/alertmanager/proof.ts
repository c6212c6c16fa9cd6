import { datedDays, ordinaryWeek, type Slot, weekText } from '../../alertmanager/calendar.js';
import { labelsText } from '../../alertmanager/labels.js';
import { type Labels, matchesAll } from '../../alertmanager/matchers.js';
import type { AmConfig, Route } from '../../alertmanager/model.js';
import { allRoutes, routesFor, silentAt } from '../../alertmanager/route.js';
import type { FileCheck, FileNote } from '../check.js';
import { type CheckedConfig, isAccepted } from '../model/alertmanager.js';
import { labelSetsOf } from '../model/alerts.js';
import type { Everything } from '../model/everything.js';
import { routeName } from '../model/routes.js';
import type { FoundRule } from '../model/rules.js';
import { meantToBeSilent } from './receivers.js';

const rule = (labels: string) =>
  `groups: [{name: a, rules: [{alert: Down, expr: sum by (job) (up) == 0, labels: {${labels}}}]}]`;
const hook = 'webhook_configs: [{url: "http://localhost:5001/"}]';
const tree = `route: {receiver: rest, routes: [{matchers: ['severity="critical"'], receiver: pager}, {matchers: ['severity="warning"'], receiver: chat, active_time_intervals: [office]}]}
receivers: [{name: rest}, {name: pager, ${hook}}, {name: chat, ${hook}}]
time_intervals: [{name: office, time_intervals: [{weekdays: ["monday:friday"]}]}]`;

/** An alert with labels that it can carry, and the routes that it then takes. */
interface Way {
  readonly rule: FoundRule;
  readonly labels: Labels;
  readonly routes: readonly Route[];
}

interface Proof {
  /** Every way that an alert of the rules can take; for each rule and set of routes one label set is enough. */
  readonly ways: readonly Way[];
  /** The alerts that can carry more combinations of labels than are looked at. */
  readonly unproved: readonly FoundRule[];
}

const proofs = new WeakMap<AmConfig, Proof>();

export function proofOf({ config }: CheckedConfig, all: Everything): Proof {
  let proof = proofs.get(config);
  if (!proof) {
    const matchers = allRoutes(config.route).flatMap((route) => route.matchers);
    const unproved: FoundRule[] = [];
    const ways = all.rules
      .filter(({ kind }) => kind === 'alert')
      .flatMap((one) => {
        const sets = labelSetsOf(one, matchers, all);
        if (!sets) unproved.push(one);
        const seen = new Set<string>();
        return (sets ?? []).flatMap((labels): Way[] => {
          const routes = routesFor(config, labels);
          const key = routes.map(({ path }) => path.join('/')).join(' ');
          if (seen.has(key)) return [];
          seen.add(key);
          return [{ rule: one, labels, routes }];
        });
      });
    proof = { ways, unproved };
    proofs.set(config, proof);
  }
  return proof;
}

function isAudible({ receivers }: AmConfig, { receiver }: Route): boolean {
  return (receivers.find(({ name }) => name === receiver)?.channels.length ?? 0) > 0;
}

export const alertNobody: FileCheck = {
  code: 'alert/nobody',
  on: 'files',
  severity: 'warning',
  summary: 'an alert reaches nobody',
  why: 'It fires, and all receivers that its routes lead to have no channel: nobody is told, at any time.',
  good: [`${tree}\n---\n${rule('severity: critical')}`, `${tree}`],
  bad: [`${tree}\n---\n${rule('severity: page')}`, `${tree}\n---\n${rule('team: web')}`],
  run: (all) =>
    all.configs.filter(isAccepted).flatMap((found) =>
      proofOf(found, all).ways.flatMap(({ rule: one, labels, routes }): FileNote[] => {
        const { config } = found;
        if (routes.some((route) => isAudible(config, route) || meantToBeSilent.test(route.receiver))) return [];
        const ends = routes.map((route) => `${routeName(route)} to ${route.receiver}`).join(' and ');
        return [
          noteOf(
            one,
            `with ${labelsText(labels)} it takes ${ends}, which has no channel`,
            'give it a route to somebody',
            `${ends}, which has no channel`,
          ),
        ];
      }),
    ),
};

export const alertUnrouted: FileCheck = {
  code: 'alert/unrouted',
  on: 'files',
  severity: 'info',
  summary: 'no route takes an alert, so it ends at the receiver of the root',
  why: 'That receiver is for what nobody thought of; whoever this alert is for does not see it.',
  good: [
    `${tree}\n---\n${rule('severity: critical')}`,
    `route: {receiver: rest}\nreceivers: [{name: rest}]\n---\n${rule('team: web')}`,
  ],
  bad: [`${tree.replace('{name: rest}', `{name: rest, ${hook}}`)}\n---\n${rule('severity: page')}`],
  run: (all) =>
    all.configs.filter(isAccepted).flatMap((found) =>
      found.config.route.routes.length === 0
        ? []
        : proofOf(found, all).ways.flatMap(({ rule: one, labels, routes }): FileNote[] => {
            const { route } = found.config;
            // where nobody listens, that is the finding
            if (!routes.includes(route) || !isAudible(found.config, route)) return [];
            return [
              noteOf(
                one,
                `with ${labelsText(labels)} no route takes it, and it ends at ${route.receiver}`,
                'add a route for it, or correct its labels',
                route.receiver,
              ),
            ];
          }),
    ),
};

function noteOf({ subject, owner, path }: FoundRule, message: string, help: string, cause: string): FileNote {
  return { subject, owner, path, message, help, cause };
}

export const routeSilentHours: FileCheck = {
  code: 'route/silent-hours',
  on: 'files',
  severity: 'warning',
  summary: 'there are hours at which an alert reaches nobody',
  why: 'What begins in such an hour is told when it is over, if it still fires then: nobody may have meant that.',
  good: [
    `${tree}\n---\n${rule('severity: critical')}`,
    `route: {receiver: rest, routes: [{matchers: ['severity="info"'], active_time_intervals: [office]}]}\nreceivers: [{name: rest, ${hook}}]\ntime_intervals: [{name: office, time_intervals: [{weekdays: ["monday:friday"]}]}]\n---\n${rule('severity: info')}`,
    `route: {receiver: rest, routes: [{matchers: ['severity="warning"'], continue: true, active_time_intervals: [office]}, {matchers: ['severity="warning"']}]}\nreceivers: [{name: rest, ${hook}}]\ntime_intervals: [{name: office, time_intervals: [{weekdays: ["monday:friday"]}]}]\n---\n${rule('severity: warning')}`,
  ],
  bad: [`${tree}\n---\n${rule('severity: warning')}`],
  run: (all) => all.configs.filter(isAccepted).flatMap((found) => silentNotes(found, all)),
};

/** One note for each route at which alerts end in silence, with the alerts and the hours. */
function silentNotes(found: CheckedConfig, all: Everything): FileNote[] {
  const { config, subject } = found;
  const timed = (route: Route) => route.activeTimes.length + route.muteTimes.length > 0;
  const concerned = proofOf(found, all).ways.filter(
    ({ rule: one, routes }) =>
      !/^(info|none|notice|debug)$/.test(one.labels.severity ?? '') &&
      routes.some((route) => isAudible(config, route)) &&
      routes.every((route) => timed(route) || !isAudible(config, route)),
  );
  if (concerned.length === 0) return [];
  const slots = [...ordinaryWeek(config), ...datedDays(config)];
  const byRoute = new Map<Route, { names: Set<string>; hours: string }>();
  for (const { rule: one, routes } of concerned) {
    const audible = routes.filter((route) => isAudible(config, route));
    const silent = slots.filter(({ at }) => audible.every((route) => silentAt(route, config, at)));
    const last = audible.at(-1);
    if (silent.length === 0 || !last) continue;
    const known = byRoute.get(last) ?? { names: new Set(), hours: hoursText(silent) };
    known.names.add(one.name);
    byRoute.set(last, known);
  }
  return [...byRoute].map(([route, { names, hours }]) => {
    const shown = [...names].slice(0, 3).join(', ');
    const more = names.size > 3 ? ` and ${names.size - 3} more` : '';
    return {
      ...{ subject, owner: routeName(route), path: route.path },
      message: `${shown}${more} ${names.size > 1 ? 'reach' : 'reaches'} nobody ${hours}: ${route.receiver} is silent then`,
      help: 'add a route that is not, or accept it where that is meant',
    };
  });
}

/** The parts of the ordinary week; only where it has none, the dates. */
function hoursText(slots: readonly Slot[]): string {
  const ordinary = slots.filter(({ date }) => date === undefined);
  if (ordinary.length > 0) return weekText(ordinary);
  return `on ${[...new Set(slots.flatMap(({ date }) => date ?? []))].slice(0, 3).join(', ')}`;
}

/** Routes that no alert of the rules takes. */
export const routeNoAlert: FileCheck = {
  code: 'route/no-alert',
  on: 'files',
  severity: 'info',
  summary: 'none of the alerts takes a route',
  why: 'With these rules it is of no use: a label may have changed, or the rules of somebody are missing here.',
  good: [
    `${tree}\n---\ngroups: [{name: a, rules: [{alert: Down, expr: up == 0, labels: {severity: critical}}, {alert: Slow, expr: up == 0, labels: {severity: warning}}]}]`,
  ],
  bad: [`${tree}\n---\n${rule('severity: critical')}`],
  run: (all) =>
    all.rules.every(({ kind }) => kind !== 'alert')
      ? []
      : all.configs.filter(isAccepted).flatMap((found) => {
          const matchers = allRoutes(found.config.route).flatMap((route) => route.matchers);
          const sets = all.rules.flatMap((one) => (one.kind === 'alert' ? [labelSetsOf(one, matchers, all)] : []));
          // of what is too much to look at, nothing is said
          if (sets.includes(undefined)) return [];
          const taken = new Set(
            sets.flatMap((some) => (some ?? []).flatMap((labels) => passing(found.config.route, labels))),
          );
          return allRoutes(found.config.route).flatMap((route): FileNote[] =>
            taken.has(route) ||
            !allRoutes(found.config.route).some((outer) => taken.has(outer) && outer.routes.includes(route))
              ? []
              : [
                  {
                    ...{ subject: found.subject, owner: routeName(route), path: route.path },
                    message: 'none of the alerts takes it',
                    help: 'compare its matchers with the labels of the rules',
                  },
                ],
          );
        }),
};

/** All nodes that an alert comes through. */
function passing(route: Route, labels: Labels): Route[] {
  if (!matchesAll(route.matchers, labels)) return [];
  const found: Route[] = [route];
  for (const child of route.routes) {
    const below = passing(child, labels);
    found.push(...below);
    if (below.length > 0 && !child.continue) break;
  }
  return found;
}
