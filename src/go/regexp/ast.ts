/** A regular expression of Go (RE2), as a tree. */
export type Node =
  | { readonly type: 'set'; readonly set: CharSet }
  | { readonly type: 'concat'; readonly parts: readonly Node[] }
  | { readonly type: 'alternate'; readonly parts: readonly Node[] }
  | {
      readonly type: 'repeat';
      readonly inner: Node;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
    }
  /** What is captured; `name` where it has one. */
  | { readonly type: 'group'; readonly inner: Node; readonly name?: string }
  | { readonly type: 'assert'; readonly kind: Assertion };

export type Assertion = 'text-start' | 'text-end' | 'line-start' | 'line-end' | 'word-edge' | 'no-word-edge';

/** Both ends belong to it; code points. */
export type CharRange = readonly [first: number, last: number];

export interface CharSet {
  readonly ranges: readonly CharRange[];
  /** Categories and scripts of Unicode. */
  readonly classes: readonly UnicodeClass[];
  readonly negated: boolean;
}

export interface UnicodeClass {
  /** As JavaScript writes it within a set: `\\p{Lu}`. */
  readonly source: string;
  /** For one character, without regard to case where the expression has none. */
  readonly test: RegExp;
}

/** Why a text is no regular expression, and at which of its UTF-16 units. */
export class RegexpProblem extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

export function contains({ ranges, classes, negated }: CharSet, point: number): boolean {
  const inside =
    ranges.some(([first, last]) => point >= first && point <= last) ||
    (classes.length > 0 && classes.some((one) => one.test.test(String.fromCodePoint(point))));
  return inside !== negated;
}
