import type { Definition } from '../define/definition.js';
import type { Named } from '../define/origin.js';
import type { Diagnostic, Origin } from '../types.js';

/** What one evaluation of the definitions made, and what of it was exported. */
export interface Evaluated {
  readonly made: readonly object[];
  readonly definitions: readonly Definition[];
  readonly originOf: (thing: object) => Origin;
  /** Tells apart what was made at different places; the same in every environment. */
  readonly placeOf: (thing: object) => string;
  /** Whether it was made on the way, by a module whose definitions are not looked at. */
  readonly isOfOthers?: ((thing: object) => boolean) | undefined;
}

/** Kinds that are files of their own: unexported they would be lost without a word. */
const ownFiles = {
  dashboard: 'dashboard',
  'rule-group': 'rule group',
  'scrape-job': 'scrape job',
  prometheus: 'Prometheus server',
  notifications: 'notifications()',
  datasource: 'data source',
  tracing: 'tracing()',
  test: 'test',
  'routing-test': 'routing test',
  'message-test': 'message',
  survivor: 'survivor',
} as const satisfies Partial<Record<Named, string>>;

const rules = { alert: 'alert', record: 'recording rule' } as const satisfies Partial<Record<Named, string>>;

type Kind = keyof typeof ownFiles | keyof typeof rules;
type Thing = Extract<Definition, { kind: Kind }>;

/**
 * Rules that are in no rule group, and other definitions that no module exports, of any environment.
 * One that some environment uses is turned off in the others, which is nobody's mistake.
 */
export function forgotten(environments: readonly Evaluated[]): Diagnostic[] {
  const unused = environments.map(({ made, definitions, isOfOthers }) => {
    const used = new Set<object>(definitions.filter((one) => one.kind in ownFiles));
    for (const one of definitions) if (one.kind === 'rule-group') for (const rule of one.rules) used.add(rule);
    return made.filter((thing): thing is Thing => mustBeUsed(thing) && !used.has(thing) && !isOfOthers?.(thing));
  });
  const suspects = new Set(unused.flat().map(({ kind, name }) => `${kind} ${name}`));
  const found = new Map<string, { readonly thing: Thing; readonly evaluated: Evaluated; fewest: number }>();
  environments.forEach((evaluated, index) => {
    const places = new Map<string, { readonly thing: Thing; unused: number }>();
    // only of suspects: to look up a place takes time
    for (const thing of evaluated.made) {
      if (!mustBeUsed(thing) || !suspects.has(`${thing.kind} ${thing.name}`)) continue;
      const place = `${evaluated.placeOf(thing)} ${thing.name}`;
      const counted = places.get(place) ?? { thing, unused: 0 };
      places.set(place, { ...counted, unused: counted.unused + (unused[index]?.includes(thing) ? 1 : 0) });
    }
    for (const [place, { thing, unused: count }] of places) {
      found.set(place, { thing, evaluated, fewest: Math.min(count, found.get(place)?.fewest ?? count) });
    }
  });
  return [...found.values()]
    .filter(({ fewest }) => fewest > 0)
    .map(({ thing, evaluated }) => report(thing, evaluated.originOf(thing)));
}

export function isRule(thing: object): thing is Extract<Thing, { kind: keyof typeof rules }> {
  const { kind = '' } = thing as { kind?: string };
  return kind in rules;
}

function mustBeUsed(thing: object): thing is Thing {
  const { kind = '' } = thing as { kind?: string };
  return kind in ownFiles || kind in rules;
}

function report(thing: Thing, origin: Origin): Diagnostic {
  const isRule = thing.kind === 'alert' || thing.kind === 'record';
  return {
    code: 'definition/forgotten',
    severity: 'error',
    message: isRule
      ? `the ${rules[thing.kind]} "${thing.name}" is in no rule group`
      : `the ${ownFiles[thing.kind]} "${thing.name}" is exported by no module`,
    help: isRule ? 'add it to a ruleGroup() that a module exports, or remove it' : 'export it, or remove it',
    origin,
  };
}
