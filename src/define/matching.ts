/** How the series of two vectors find each other: by their labels. */
import { UserError } from '../errors.js';
import type { VectorMatching } from '../promql/ast.js';
import type { LabelSpec } from './labels.js';
import type { OptionsOf } from './options.js';
import type { Unit } from './units.js';
import type { LabelSetOf, Nature, Vector } from './vector.js';

/** The labels only one side has. */
type Difference<A, B> = (Exclude<keyof A, keyof B> | Exclude<keyof B, keyof A>) & string;

/** Passes where both sides have the same labels; otherwise a type that says which differ. */
export type SameLabels<A, B> =
  A extends Vector<infer LA, Unit, Nature>
    ? B extends Vector<infer LB, Unit, Nature>
      ? [Difference<LA, LB>] extends [never]
        ? unknown
        : `the sides differ in the label "${Difference<LA, LB>}": aggregate both by the same labels or say { on: […] }`
      : unknown
    : unknown;

/** The labels both sides have: what `on` may name. */
type Common<A, B> = keyof LabelSetOf<A> & keyof LabelSetOf<B> & string;

/** Passes where all names are known; otherwise a type that says which one is not. */
type Existing<Names extends string, Known, Problem extends string> = [Exclude<Names, Known>] extends [never]
  ? unknown
  : `"${Exclude<Names, Known> & string}" is ${Problem}`;

/** How two vectors with different labels find each other. */
export interface Matching<A, B, On extends string, Ignoring extends string, Left extends string> {
  /** Match on these labels alone. */
  readonly on?: readonly On[] & Existing<On, Common<A, B>, 'not a label of both sides'>;
  /** Match on all labels but these. */
  readonly ignoring?: readonly Ignoring[] &
    Existing<Ignoring, keyof LabelSetOf<A> | keyof LabelSetOf<B>, 'not a label of either side'>;
  /** Many on the left to one on the right; the labels named are taken over from the right. */
  readonly groupLeft?: readonly Left[] & Existing<Left, keyof LabelSetOf<B>, 'not a label of the right side'>;
}

export type Joined<A, B, On extends string, Ignoring extends string, Left extends string> = [Left] extends [never]
  ? [On] extends [never]
    ? Omit<LabelSetOf<A>, Ignoring>
    : Pick<LabelSetOf<A>, On & keyof LabelSetOf<A>>
  : LabelSetOf<A> & Pick<LabelSetOf<B>, Left & keyof LabelSetOf<B>>;

/** The same at run time, where labels are texts. */
export interface AnyMatching {
  readonly on?: readonly string[];
  readonly ignoring?: readonly string[];
  readonly groupLeft?: readonly string[];
}

export const matchingOptions: OptionsOf<AnyMatching> = { on: 'list?', ignoring: 'list?', groupLeft: 'list?' };

/** As PromQL has it. */
export function vectorMatching(matching: AnyMatching | undefined): VectorMatching | undefined {
  if (!matching) return undefined;
  const group = matching.groupLeft ? { group: { side: 'left', include: matching.groupLeft } as const } : {};
  return matching.on
    ? { mode: 'on', labels: matching.on, ...group }
    : { mode: 'ignoring', labels: matching.ignoring ?? [], ...group };
}

/** Labels to match on, or to take over, that no series has would make a join that never matches. */
export function mustExist(
  op: string,
  { on = [], ignoring = [], groupLeft = [] }: AnyMatching,
  left?: LabelSpec,
  right?: LabelSpec,
): void {
  if (!left || !right) return;
  const unknown =
    on.find((label) => !(label in left && label in right)) ??
    ignoring.find((label) => !(label in left || label in right)) ??
    groupLeft.find((label) => !(label in right));
  if (unknown === undefined) return;
  throw new UserError(`"${op}" cannot match by "${unknown}": the label does not exist there`, {
    code: 'query/unknown-label',
    help: `the labels are ${Object.keys(left).join(', ')} on the left and ${Object.keys(right).join(', ')} on the right`,
  });
}

/** The labels of the result. */
export function joinedLabels(
  left: LabelSpec | undefined,
  right: LabelSpec | undefined,
  matching: VectorMatching | undefined,
): LabelSpec | undefined {
  if (!left || !matching) return left;
  if (matching.group) {
    const taken = Object.entries(right ?? {}).filter(([name]) => matching.group?.include.includes(name));
    return { ...left, ...Object.fromEntries(taken) };
  }
  const keep = matching.mode === 'on';
  return Object.fromEntries(Object.entries(left).filter(([name]) => matching.labels.includes(name) === keep));
}

/** Vectors whose labels differ never find each other. */
export function mustMatch(op: string, left: LabelSpec | undefined, right: LabelSpec | undefined): void {
  if (!left || !right) return;
  const differing = [
    ...Object.keys(left).filter((name) => !(name in right)),
    ...Object.keys(right).filter((name) => !(name in left)),
  ];
  if (differing.length === 0) return;
  throw new UserError(`the sides of "${op}" differ in the label "${differing.join('", "')}" and can never match`, {
    code: 'query/labels-differ',
    help: 'aggregate both sides by the same labels, or say { on: […] }',
  });
}
