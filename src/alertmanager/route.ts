import { compareTexts, type Labels, labelOf, matchersText, matches, matchesAll } from './matchers.js';
import type { AmConfig, PlacedMatcher, Route } from './model.js';
import { isActive } from './time.js';

/** The routes that an alert with these labels takes, in the order of the tree. */
export function routesFor({ route }: AmConfig, labels: Labels): Route[] {
  return matching(route, labels);
}

function matching(route: Route, labels: Labels): Route[] {
  if (!matchesAll(route.matchers, labels)) return [];
  const found: Route[] = [];
  for (const child of route.routes) {
    const below = matching(child, labels);
    found.push(...below);
    if (below.length > 0 && !child.continue) break;
  }
  return found.length > 0 ? found : [route];
}

/** A node that the search for receivers came by. */
export interface Step {
  readonly route: Route;
  /** How deep it stands; the root is 0. */
  readonly depth: number;
  /** The first matcher that the labels do not fulfil; nothing below such a node is looked at. */
  readonly failed?: PlacedMatcher;
  /** Whether the alert ends here, because no child took it. */
  readonly taken: boolean;
  /** Whether the children after this one are not looked at any more. */
  readonly stops: boolean;
}

/** The way an alert takes through the tree, node by node. */
export function walkRoutes({ route }: AmConfig, labels: Labels): Step[] {
  const steps: Step[] = [];
  const visit = (node: Route, depth: number): boolean => {
    const failed = node.matchers.find((matcher) => !matches(matcher, labelOf(labels, matcher.label)));
    const at = steps.push({ route: node, depth, ...(failed ? { failed } : {}), taken: false, stops: false }) - 1;
    if (failed) return false;
    let below = false;
    for (const child of node.routes) {
      if (!visit(child, depth + 1)) continue;
      below = true;
      if (!child.continue) break;
    }
    steps[at] = { ...(steps[at] as Step), taken: !below, stops: depth > 0 && !node.continue };
    return true;
  };
  visit(route, 0);
  return steps;
}

/** Every route of a tree, parents first. */
export function allRoutes(route: Route): Route[] {
  return [route, ...route.routes.flatMap(allRoutes)];
}

/** A route and those around it, the root first. */
export function lineage(root: Route, route: Route): Route[] {
  if (root === route) return [root];
  for (const child of root.routes) {
    const below = lineage(child, route);
    if (below.length > 0) return [root, ...below];
  }
  return [];
}

/** The labels that make the group of an alert on a route: alerts of one group are one notification. */
export function groupLabels({ groupBy }: Route, labels: Labels): Labels {
  const all = groupBy.includes('...');
  return Object.fromEntries(
    Object.entries(labels)
      .filter(([label, value]) => value !== '' && (all || groupBy.includes(label)))
      .sort(([a], [b]) => compareTexts(a, b)),
  );
}

/** What Alertmanager calls the group, in `groupKey` of webhooks. */
export function groupKey(config: AmConfig, route: Route, labels: Labels): string {
  const routes = lineage(config.route, route).map(({ matchers }) => matchersText(matchers));
  const group = Object.entries(groupLabels(route, labels)).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `${routes.join('/')}:{${group.join(', ')}}`;
}

/** Why a route is silent at a moment, or undefined where it is not. */
export type Silent = { readonly mutedBy: readonly string[] } | { readonly outside: readonly string[] };

/** Whether a route is silent at a moment: outside of all its active intervals, or within one that mutes it. */
export function silentAt({ muteTimes, activeTimes }: Route, config: AmConfig, at: Date): Silent | undefined {
  if (activeTimes.length > 0 && !activeTimes.some((name) => isWithin(config, name, at))) {
    return { outside: activeTimes };
  }
  const mutedBy = muteTimes.filter((name) => isWithin(config, name, at));
  return mutedBy.length > 0 ? { mutedBy } : undefined;
}

/** Whether a moment lies in a named time interval. */
export function isWithin({ timeIntervals }: AmConfig, name: string, at: Date): boolean {
  return timeIntervals.some((one) => one.name === name && one.ranges.some((range) => isActive(range, at)));
}
