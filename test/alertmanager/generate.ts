/** Route trees, alerts and inhibition by chance: the same for the same seed on every machine. */
import { random } from '../promql/mutants.js';

export interface Dice {
  /** A whole number below `limit`. */
  readonly below: (limit: number) => number;
  readonly oneOf: <T>(list: readonly T[]) => T;
  readonly chance: (share: number) => boolean;
}

export function dice(seed: number): Dice {
  const next = random(seed);
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    oneOf: (list) => list[below(list.length)] as (typeof list)[number],
    chance: (share) => next() < share,
  };
}

const values: Readonly<Record<string, readonly string[]>> = {
  alertname: ['Down', 'Slow', 'Full'],
  severity: ['critical', 'warning', 'info', 'none'],
  team: ['web', 'data', 'infra-1', 'Ops'],
  env: ['prod', 'staging', 'dev', 'pröd', '10.0.0.1:9090'],
  cluster: ['a', 'b', 'a b', ''],
};

const labelNames = Object.keys(values);

const expressions = [
  ...['critical|warning', 'web|data|', 'p.*', '(prod|dev)', '[a-c]', '[^a-c].*', '.+', '.*', '', 'a b|b', 'infra-\\d+'],
  ...[
    '(?i)OPS',
    '(?i:WEB)|data',
    'crit(ical)?',
    'w{1,2}.*',
    '\\w+',
    '\\pL+',
    '[[:alpha:]]+',
    'a{0}b',
    'pr.d',
    '^prod$',
  ],
  ...[
    'prod$|^dev',
    '(?s).*',
    '\\Qa b\\E',
    'sl(?P<x>ow)',
    '[\\w-]+',
    '\\S+\\s\\S+',
    '10\\.0\\.0\\.1:\\d{4}',
    '\\bprod\\b',
  ],
  ...['(?:web|dat)a?', 'x*', '(x*)*', 'd[a-z]+?', '[^\\x00-\\x7f].*|pr\\x{f6}d', 'none|\\x69nfo', '(?U)p.*d', '\\D+'],
  ...[
    'web)|(?:data',
    '\\141|b',
    '(?-s)pr.d',
    '[]a]',
    '[a-]',
    '[\\d:.]+',
    '\\p{Lu}\\p{Ll}+',
    '(Down|Slow){1}',
    '\\AFull\\z',
  ],
];

export interface GeneratedRoute {
  readonly receiver?: string;
  readonly matchers?: readonly string[];
  readonly match?: Readonly<Record<string, string>>;
  readonly match_re?: Readonly<Record<string, string>>;
  readonly continue?: boolean;
  readonly group_by?: readonly string[];
  readonly routes?: readonly GeneratedRoute[];
}

export interface GeneratedConfig {
  readonly route: GeneratedRoute;
  readonly receivers: readonly { readonly name: string }[];
}

/** A tree in which every node has a receiver of its own, so that receivers tell nodes apart. */
export function generatedTree(roll: Dice): GeneratedConfig {
  let count = 0;
  const node = (depth: number): GeneratedRoute => {
    const receiver = roll.chance(0.8) || depth === 0 ? { receiver: `r${count++}` } : {};
    const children = depth === 3 ? 0 : roll.below(depth === 0 ? 6 : 4);
    const routes = Array.from({ length: children }, () => node(depth + 1));
    return {
      ...receiver,
      ...(depth > 0 ? condition(roll) : {}),
      ...(depth > 0 && roll.chance(0.4) ? { continue: true } : {}),
      ...(roll.chance(0.4) ? { group_by: grouping(roll) } : {}),
      ...(routes.length > 0 ? { routes } : {}),
    };
  };
  const route = node(0);
  return { route, receivers: Array.from({ length: count }, (_, index) => ({ name: `r${index}` })) };
}

function grouping(roll: Dice): string[] {
  if (roll.chance(0.2)) return ['...'];
  return labelNames.filter(() => roll.chance(0.4));
}

function condition(roll: Dice): GeneratedRoute {
  const kind = roll.below(10);
  if (kind === 0) return {};
  const label = roll.oneOf(labelNames);
  if (kind === 1) return { match: { [label]: roll.oneOf(values[label] ?? []) } };
  if (kind === 2) return { match_re: { [label]: roll.oneOf(expressions) } };
  return { matchers: Array.from({ length: 1 + roll.below(2) }, () => matcher(roll)) };
}

export function matcher(roll: Dice, plain = false): string {
  const label = roll.oneOf(labelNames);
  const op = roll.oneOf(plain ? ['=', '!='] : ['=', '!=', '=~', '!~']);
  const value = op.endsWith('~') ? roll.oneOf(expressions) : roll.oneOf(values[label] ?? []);
  return `${label}${op}"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

export function labels(roll: Dice): Record<string, string> {
  return Object.fromEntries(
    labelNames.flatMap((name) => {
      const value = roll.oneOf(values[name] ?? []);
      return name === 'alertname' || (value !== '' && roll.chance(0.75)) ? [[name, value]] : [];
    }),
  );
}
