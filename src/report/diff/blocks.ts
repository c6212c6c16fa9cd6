import type { Comparison, Consequence, Difference } from '../../types/comparison.js';

/** The changes of one dashboard, rule group or file; what is so in several environments is said once. */
export interface Block {
  readonly where: string;
  readonly kind: string;
  readonly id: string;
  /** Empty where only one is compared. */
  readonly environments: readonly string[];
  readonly changes: readonly Difference[];
}

export function blocksOf({ changes }: Pick<Comparison, 'changes'>): Block[] {
  const blocks = new Map<string, Block & { readonly changes: Difference[] }>();
  for (const { change, environments } of saidOnce(changes)) {
    const { where, kind, id } = change;
    const key = JSON.stringify([kind, kind === tests ? '' : id, environments]);
    const block = blocks.get(key);
    if (block) block.changes.push(change);
    else blocks.set(key, { where, kind, id, environments, changes: [change] });
  }
  return [...blocks.values()].sort((a, b) => rank(a.kind) - rank(b.kind));
}

const mostTests = 3;

/** The changes of a block as they are listed. Tests of many alerts are one line: they follow from what is above them. */
export function listedIn({ kind, changes }: Block): readonly Difference[] {
  const [first] = changes;
  if (!first || kind !== tests || changes.length <= mostTests) return changes;
  const names = changes.map(({ what }) => what.replace(/^tests of (alert )?/, ''));
  const words = `${names.slice(0, mostTests).join(', ')} and ${names.length - mostTests} more`;
  const { before: _, after: _a, ...rest } = first;
  return [{ ...rest, op: 'changed', what: `tests of ${changes.length} alerts and rules`, words }];
}

interface InEnvironments {
  readonly change: Difference;
  readonly environments: string[];
}

function saidOnce(changes: readonly Difference[]): Iterable<InEnvironments> {
  if (!changes.some(({ environment }) => environment !== undefined)) {
    return changes.map((change) => ({ change, environments: [] }));
  }
  const merged = new Map<string, InEnvironments>();
  for (const change of changes) {
    const { environment, ...rest } = change;
    const key = JSON.stringify(rest);
    const known = merged.get(key);
    if (known) known.environments.push(environment ?? '');
    else merged.set(key, { change, environments: environment === undefined ? [] : [environment] });
  }
  return merged.values();
}

/** What most people look at comes first. */
const order = ['grafana/dashboard', 'prometheus/rules', 'alertmanager/config', 'alertmanager/template'];

const tests = 'prometheus/tests';

function rank(kind: string): number {
  if (kind === tests) return order.length + 1;
  const at = order.indexOf(kind);
  return at < 0 ? order.length : at;
}

export interface Following extends Consequence {
  readonly environments: readonly string[];
}

/** What follows, said once for all environments in which it does; risks first. */
export function consequencesIn({ consequences }: Comparison): Following[] {
  const merged = new Map<string, Following & { readonly environments: string[] }>();
  for (const { environment, ...one } of consequences) {
    const key = JSON.stringify(one);
    const known = merged.get(key) ?? { ...one, environments: [] };
    if (environment !== undefined) known.environments.push(environment);
    merged.set(key, known);
  }
  const all = [...merged.values()];
  return [...all.filter(({ weight }) => weight === 'risk'), ...all.filter(({ weight }) => weight === 'note')];
}
