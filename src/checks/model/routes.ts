import { matcherText } from '../../alertmanager/matchers.js';
import type { Route } from '../../alertmanager/model.js';

/** A route and those around it. */
export interface RouteInTree {
  readonly route: Route;
  /** The root first. */
  readonly around: readonly Route[];
  /** Those of the same parent that come before. */
  readonly before: readonly Route[];
}

/** Every route but the root, parents first. */
export function routesBelow(route: Route, around: readonly Route[] = []): RouteInTree[] {
  const outer = [...around, route];
  return route.routes.flatMap((child, index) => [
    { route: child, around: outer, before: route.routes.slice(0, index) },
    ...routesBelow(child, outer),
  ]);
}

/** A route as messages name it. */
export function routeName({ matchers, path }: Route): string {
  if (path.length === 1) return 'the root route';
  return matchers.length > 0 ? `route ${matchers.map(matcherText).join(', ')}` : 'route of any alert';
}
