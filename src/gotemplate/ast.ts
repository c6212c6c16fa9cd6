/** Offsets into the text, in UTF-16 units; `end` is the first one behind. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A name with its place: of a field, of a variable with its `$`. */
export interface Name extends Span {
  readonly text: string;
}

/** A template: what is written, and what is defined in it. */
export interface Template {
  readonly name: string;
  readonly nodes: readonly Node[];
  /** Of the name where it is defined; of a whole file its first character. */
  readonly span: Span;
}

export type Node = TextNode | ActionNode | BranchNode | RangeNode | CallNode | JumpNode;

export interface TextNode {
  readonly type: 'text';
  readonly text: string;
  readonly span: Span;
}

/** `{{ pipeline }}`: prints what it yields, unless it sets a variable. */
export interface ActionNode {
  readonly type: 'action';
  readonly pipe: Pipe;
  readonly span: Span;
}

export interface BranchNode {
  readonly type: 'if' | 'with';
  readonly pipe: Pipe;
  readonly then: readonly Node[];
  readonly otherwise: readonly Node[];
  /** Of the action that begins it; where `else with` begins it, Go before 1.23 refuses it. */
  readonly span: Span;
  readonly elseWith?: boolean;
}

export interface RangeNode {
  readonly type: 'range';
  readonly pipe: Pipe;
  readonly body: readonly Node[];
  readonly otherwise: readonly Node[];
  readonly span: Span;
}

/** `{{ template "name" pipeline }}`, and what `block` leaves at its place. */
export interface CallNode {
  readonly type: 'call';
  readonly name: Name;
  readonly pipe?: Pipe;
  readonly span: Span;
}

export interface JumpNode {
  readonly type: 'break' | 'continue';
  readonly span: Span;
}

/** Commands, each of which hands its value to the next one as last argument. */
export interface Pipe {
  readonly type: 'pipe';
  readonly variables: readonly Name[];
  /** `=` instead of `:=`. */
  readonly assigns: boolean;
  readonly commands: readonly Command[];
  readonly span: Span;
}

export interface Command {
  /** What is called or read, and its arguments. */
  readonly operands: readonly Operand[];
  readonly span: Span;
}

export type Operand =
  | { readonly type: 'dot' | 'nil'; readonly span: Span }
  | { readonly type: 'bool'; readonly value: boolean; readonly span: Span }
  | { readonly type: 'string'; readonly value: string; readonly span: Span }
  | NumberOperand
  | { readonly type: 'function'; readonly name: string; readonly span: Span }
  | { readonly type: 'field'; readonly fields: readonly Name[]; readonly span: Span }
  | { readonly type: 'variable'; readonly name: string; readonly fields: readonly Name[]; readonly span: Span }
  | { readonly type: 'chain'; readonly of: Pipe; readonly fields: readonly Name[]; readonly span: Span }
  | Pipe;

/** A number is what the place it stands in wants: `1` is a whole number and a floating point number. */
export interface NumberOperand {
  readonly type: 'number';
  readonly text: string;
  readonly int?: bigint;
  readonly float: number;
  /** Written with a point or an exponent: a floating point number where nothing else is wanted. */
  readonly looksFloat: boolean;
  readonly span: Span;
}
