import type { BinaryExpr } from './ast.js';
import { type LabelFlow, missing } from './label-flow.js';

/** Why the sides of an operation never find each other. */
export interface NoMatch {
  readonly label: string;
  /** The values that differ, or the side that lacks the label. */
  readonly values?: readonly [left: string, right: string];
  readonly lacks?: 'left' | 'right';
}

/** A label that keeps every series of one side from every series of the other. */
export function neverMatch({ matching }: BinaryExpr, left: LabelFlow, right: LabelFlow): NoMatch | undefined {
  const { mode, labels = [] } = matching ?? {};
  if (labels.some((label) => /\$|\[\[/.test(label))) return undefined;
  const compared = (label: string) => label !== '__name__' && labels.includes(label) === (mode === 'on');
  const keepsApart = (label: string): NoMatch | undefined => {
    if (!compared(label)) return undefined;
    if (missing(left, label)) return { label, lacks: 'left' };
    if (missing(right, label)) return { label, lacks: 'right' };
    const [a, b] = [left.sure.get(label), right.sure.get(label)];
    return a !== undefined && b !== undefined && a !== b ? { label, values: [a, b] } : undefined;
  };
  for (const sides of [left.sure, right.sure]) {
    for (const label of sides.keys()) {
      const why = keepsApart(label);
      if (why) return why;
    }
  }
  return undefined;
}
