import { alternatives } from '../../alertmanager/matchers.js';
import type { AmConfig, PlacedMatcher } from '../../alertmanager/model.js';
import { allRoutes } from '../../alertmanager/route.js';
import { nearest } from '../../nearest.js';
import type { ConfigCheck, ConfigNote } from '../check.js';
import { labelValues } from '../model/alerts.js';
import type { Everything } from '../model/everything.js';
import { routeName } from '../model/routes.js';

const route = (matcher: string) => `route: {receiver: a, routes: [{matchers: ['${matcher}']}]}\nreceivers: [{name: a}]`;
const rules =
  'groups: [{name: a, rules: [{alert: Down, expr: sum by (job) (up) == 0, labels: {severity: critical, team: web}}]}]';

export const matcherMisspelt: ConfigCheck = {
  code: 'matcher/misspelt',
  on: 'alertmanager',
  severity: 'warning',
  summary: 'a matcher names a value that no alert has, and that is nearly one they have',
  why: 'The alerts that were meant take another way, and nobody notices before one of them is needed.',
  good: [
    `${route('severity="critical"')}\n---\n${rules}`,
    `${route('alertname=~"Down|Up"')}\n---\n${rules}`,
    route('severity="critical"'),
    `route: {receiver: a, routes: [{matchers: ['job="api-1"']}, {matchers: ['job="api-2"']}]}\nreceivers: [{name: a}]`,
  ],
  bad: [
    `${route('severity="critcal"')}\n---\n${rules}`,
    `${route('severity=~"critical|waring"')}\n---\ngroups: [{name: a, rules: [{alert: Down, expr: up == 0, labels: {severity: warning}}, {alert: Up, expr: up == 1, labels: {severity: critical}}]}]`,
    `${route('alertname!="Dwon"')}\n---\n${rules}`,
    route('severity="critcal"'),
    `route: {receiver: a, routes: [{matchers: ['team="streaming"']}, {matchers: ['team="streaming"', 'severity="info"']}, {matchers: ['team="steaming"']}]}\nreceivers: [{name: a}]`,
  ],
  run: ({ config }, all) => {
    const placed = placedMatchers(config);
    const spoken = new Map<string, string[]>();
    for (const [, matcher] of placed) {
      spoken.set(matcher.label, [...(spoken.get(matcher.label) ?? []), ...(textsOf(matcher) ?? [])]);
    }
    return placed.flatMap(([owner, matcher]) => {
      const known = knownValues(matcher.label, spoken.get(matcher.label) ?? [], all);
      return (textsOf(matcher) ?? []).flatMap((text): ConfigNote[] => {
        if (text === '' || known.includes(text)) return [];
        const near = nearest(text, known);
        if (near === undefined || differsByNumber(near, text)) return [];
        return [
          {
            owner,
            path: matcher.path,
            ...(matcher.span ? { span: matcher.span } : {}),
            message: `no alert has ${matcher.label}="${text}"`,
            help: whichIsMeant(matcher.label, text, near, all),
          },
        ];
      });
    });
  },
};

/** Where only one alert has the other value, it is as likely the one that is misspelt. A name only one has anyway. */
function whichIsMeant(label: string, text: string, near: string, all: Everything): string {
  const isCommon = label === 'alertname' || (label === 'severity' && severities.includes(near));
  const having = all.rules.filter(
    (rule) => rule.kind === 'alert' && labelValues(rule, label, all).known.includes(near),
  );
  const [only, second] = having;
  if (!only || second || isCommon) return `is "${near}" meant?`;
  const { file, line } = only.subject.place(only.path);
  return `${only.name} (${file}:${line}) alone has "${near}": is that meant here, or "${text}" there?`;
}

function placedMatchers(config: AmConfig): (readonly [owner: string, PlacedMatcher])[] {
  return [
    ...allRoutes(config.route).flatMap((one) => one.matchers.map((matcher) => [routeName(one), matcher] as const)),
    ...config.inhibitRules.flatMap(({ source, target }) =>
      [...source, ...target].map((matcher) => ['inhibit rule', matcher] as const),
    ),
  ];
}

function textsOf({ op, value }: PlacedMatcher): readonly string[] | undefined {
  return op.endsWith('~') ? alternatives(value) : [value];
}

function differsByNumber(a: string, b: string): boolean {
  return a.replaceAll(/\d+/g, '') === b.replaceAll(/\d+/g, '');
}

const severities = [
  'critical',
  'warning',
  'info',
  'error',
  'emergency',
  'page',
  'none',
  'notice',
  'major',
  'minor',
  'high',
  'low',
  'ticket',
];

/**
 * The values that alerts have. Without rules: what the configuration says of this label more than once, and the usual
 * severities. Nothing where a rule may have any value.
 */
function knownValues(label: string, spoken: readonly string[], all: Everything): readonly string[] {
  const alerts = all.rules.filter(({ kind }) => kind === 'alert');
  if (alerts.length > 0) {
    const values = alerts.map((rule) => labelValues(rule, label, all));
    return values.some(({ open }) => open) ? [] : [...new Set(values.flatMap(({ known }) => known))].filter(Boolean);
  }
  const often = spoken.filter((text, index) => spoken.indexOf(text) < index && text.length > 4);
  const usual = label === 'severity' ? severities.filter((one) => one.length > 4) : [];
  return [...new Set([...often, ...usual])];
}

export const routeGroupBy: ConfigCheck = {
  code: 'route/group-by',
  on: 'alertmanager',
  severity: 'warning',
  summary: 'a route groups by a label that no alert has',
  why: 'It makes no difference, although somebody meant alerts to be told apart by it.',
  good: [
    `route: {receiver: a, group_by: [alertname, job]}\nreceivers: [{name: a}]\n---\n${rules}`,
    'route: {receiver: a, group_by: [alertname, jbo]}\nreceivers: [{name: a}]',
  ],
  bad: [`route: {receiver: a, group_by: [alertname, jbo]}\nreceivers: [{name: a}]\n---\n${rules}`],
  run: ({ config, subject }, all) => {
    const alerts = all.rules.filter(({ kind }) => kind === 'alert');
    if (alerts.length === 0) return [];
    return allRoutes(config.route).flatMap((one) => {
      const { path, groupBy } = one;
      const own = path.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], subject.body);
      // a child that only inherits is not to blame
      if (!Array.isArray((own as Record<string, unknown>).group_by)) return [];
      return groupBy.flatMap((label, index): ConfigNote[] => {
        if (label === '...' || alerts.some((rule) => canHave(label, rule, all))) return [];
        const names = [
          ...new Set(
            alerts.flatMap((rule) => [...Object.keys(rule.labels), ...(all.ruleFlow(rule)?.sure.keys() ?? [])]),
          ),
        ];
        const near = nearest(label, names);
        return [
          {
            owner: routeName(one),
            path: [...path, 'group_by', index],
            message: `no alert has the label ${label}`,
            help: near ? `is ${near} meant?` : 'take it out of group_by',
          },
        ];
      });
    });
  },
};

function canHave(label: string, rule: Everything['rules'][number], all: Everything): boolean {
  const { known, open } = labelValues(rule, label, all);
  return open || known.some((value) => value !== '');
}
