import { UserError } from '../errors.js';
import type { Matcher } from '../promql/ast.js';
import { type LabelMatch, matchersOf } from './labels.js';
import { mustFit, type OptionsOf } from './options.js';
import { remember } from './origin.js';
import { mustBeMade, mustBeName, named, wanted } from './parts.js';
import type { Receiver } from './receivers.js';
import { mustBeSecret, refuseTokens, type Secret } from './secret.js';
import type { Span, TimeInterval } from './time-intervals.js';

/** Conditions on labels, all of which hold: a value, `not`, `re`, `notRe`, or several of them. */
export type AlertMatch = Readonly<Record<string, string | LabelMatch | readonly (string | LabelMatch)[]>>;

interface Grouping {
  /** Alerts with the same values of these labels share a notification; `...` means every label. */
  readonly groupBy?: readonly string[];
  /** How long a new group waits for further alerts. */
  readonly groupWait?: Span;
  /** How long until changes of a group are told. */
  readonly groupInterval?: Span;
  /** After how long a group that has not changed is told again. */
  readonly repeatInterval?: Span;
}

/** A branch of the routing tree: the first child that matches takes the alert, `continue` lets it go on. */
export interface Route extends Grouping {
  readonly matchers: readonly Matcher[];
  /** Default: the parent's. */
  readonly receiver?: Receiver;
  readonly continue?: boolean;
  /** Notifies only at these times. Children do not inherit it. */
  readonly activeTimes?: readonly TimeInterval[];
  /** Notifies at no such time. Children do not inherit it. */
  readonly muteTimes?: readonly TimeInterval[];
  readonly routes: readonly Route[];
}

interface RouteOptions extends Omit<Route, 'matchers' | 'routes'> {
  /** Default: every alert the parent has. */
  readonly matchers?: AlertMatch;
  readonly routes?: readonly (Route | false | undefined)[];
}

/** The root takes every alert, so it has neither matchers nor times. */
export interface RootRoute extends Grouping {
  readonly receiver: Receiver;
  readonly routes?: readonly (Route | false | undefined)[];
}

const grouping = {
  groupBy: 'list?',
  groupWait: 'span?',
  groupInterval: 'span?',
  repeatInterval: 'span?',
} as const satisfies OptionsOf<Grouping>;
const rootOptions: OptionsOf<RootRoute> = { ...grouping, receiver: 'any', routes: 'list?' };
const routeOptions: OptionsOf<RouteOptions> = {
  ...grouping,
  matchers: 'any?',
  receiver: 'any?',
  continue: 'boolean?',
  activeTimes: 'list?',
  muteTimes: 'list?',
  routes: 'list?',
};

/** A route. `false` among `routes` stands for a branch an environment turns off. */
export function route(options: RouteOptions): Route {
  mustFit('the route', options, routeOptions);
  if (options.receiver !== undefined) mustBeReceiver(options.receiver, ['receiver']);
  const routes = branches(options.routes ?? [], 'the route', ['routes']);
  return remember({ ...options, matchers: matchersOf(options.matchers ?? {}), routes });
}

/** Those that are not turned off; refuses what no `route()` made, which has no list of matchers. */
function branches(routes: readonly (Route | false | undefined)[], of: string, path: readonly string[]) {
  const kept = wanted(routes, `routes of ${of}`);
  const isMade = ({ matchers }: { matchers?: unknown }) => Array.isArray(matchers);
  mustBeMade(routes, isMade, { is: 'route', of, make: 'route({ … })', path });
  return kept;
}

/** Refuses what the type would, for definitions run without being checked. */
function mustBeReceiver(receiver: unknown, path: readonly string[]): void {
  if ((receiver as Receiver | undefined)?.kind === 'receiver') return;
  throw new UserError(`the receiver of the route is ${named(receiver)}`, {
    code: 'definition/option',
    help: "write receiver: receiver('team', [slack({ … })]), or a constant that holds one",
    path,
  });
}

/** While a source fires, targets with the same values of the labels in `equal` are not notified. */
export interface Inhibition {
  readonly name?: string;
  readonly source: readonly Matcher[];
  readonly target: readonly Matcher[];
  readonly equal: readonly string[];
}

interface InhibitOptions {
  readonly name?: string;
  readonly source: AlertMatch;
  readonly target: AlertMatch;
  readonly equal: readonly string[];
}

const inhibitOptions: OptionsOf<InhibitOptions> = { name: 'text?', source: 'any', target: 'any', equal: 'list' };

/**
 * Alerts that silence others: a cause mutes its consequences.
 * A label that both sides lack counts as equal. The name is for readers, and in the file from Alertmanager 0.30 on.
 */
export function inhibit(options: InhibitOptions): Inhibition {
  mustFit('the inhibition', options, inhibitOptions);
  return remember({ ...options, source: matchersOf(options.source), target: matchersOf(options.target) });
}

/** A file of Go templates that channels refer to. */
export interface NotificationTemplate {
  readonly kind: 'notification-template';
  readonly name: string;
  readonly text: string;
}

/** A template file, `templates/<name>.tmpl`; the text is usually imported from one. */
export function template(name: string, text: string): NotificationTemplate {
  mustBeName(name, 'a template');
  refuseTokens(text, `the template ${name}`);
  return remember({ kind: 'notification-template', name, text });
}

/** The mail server. TLS is required unless it says otherwise. */
export interface Smtp {
  /** `host:port` */
  readonly smarthost: string;
  readonly from: string;
  readonly username?: string;
  readonly password?: Secret;
  readonly requireTls?: boolean;
}

/** The one Alertmanager configuration of an environment. */
export interface Notifications {
  readonly kind: 'notifications';
  readonly name: 'alertmanager';
  /** When an alert that came without an end counts as resolved. */
  readonly resolveTimeout?: Span;
  readonly smtp?: Smtp;
  /** The incoming webhook of every `slack` that has none of its own. */
  readonly slackUrl?: Secret;
  readonly route: Route & { readonly receiver: Receiver };
  readonly inhibit: readonly Inhibition[];
  readonly templates: readonly NotificationTemplate[];
}

interface NotificationsOptions {
  readonly resolveTimeout?: Span;
  readonly smtp?: Smtp;
  readonly slackUrl?: Secret;
  readonly route: RootRoute;
  readonly inhibit?: readonly Inhibition[];
  readonly templates?: readonly NotificationTemplate[];
}

const smtpOptions: OptionsOf<Smtp> = {
  smarthost: 'text',
  from: 'text',
  username: 'text?',
  password: 'own?',
  requireTls: 'boolean?',
};
const notificationsOptions: OptionsOf<NotificationsOptions> = {
  resolveTimeout: 'span?',
  smtp: { of: smtpOptions, optional: true },
  slackUrl: 'own?',
  route: { of: rootOptions },
  inhibit: 'list?',
  templates: 'list?',
};

/** The Alertmanager configuration. Its receivers and time intervals are those that its routes refer to. */
export function notifications(options: NotificationsOptions): Notifications {
  mustBeSecret(options?.slackUrl, 'slackUrl');
  mustBeSecret(options?.smtp?.password, 'smtp.password');
  refuseTokens(options?.smtp, 'smtp');
  const { route: tree } = options ?? {};
  const extra = tree && ['matchers', 'continue', 'activeTimes', 'muteTimes'].find((key) => key in tree);
  if (extra || !tree?.receiver) {
    throw new UserError(
      extra ? `the root route cannot have ${extra}` : 'notifications() needs a route with a receiver',
      {
        code: 'alertmanager/root-route',
        help: 'write { route: { receiver } }: it is where every alert ends that no other route takes',
      },
    );
  }
  mustFit('notifications()', options, notificationsOptions);
  mustBeReceiver(tree.receiver, ['route', 'receiver']);
  const routes = branches(tree.routes ?? [], 'the root', ['route', 'routes']);
  const root = remember({ ...options.route, matchers: [], routes });
  return remember({ inhibit: [], templates: [], ...options, kind: 'notifications', name: 'alertmanager', route: root });
}
