import { nearest } from '../nearest.js';
import type { AggregateExpr, BinaryExpr, CallExpr, Expr, GroupExpr, NegateExpr, Span } from './ast.js';
import { aggregations, type FunctionSignature, functions, type ValueType } from './functions.js';
import type { Problem } from './problem.js';

/** Undefined where a variable makes it impossible to tell; nothing is wrong with that. */
type Type = ValueType | undefined;

const named: Readonly<Record<ValueType, string>> = {
  scalar: 'a number',
  vector: 'an instant vector',
  range: 'a range vector',
  string: 'a string',
};

const comparisons = ['==', '!=', '>', '<', '>=', '<='];
const setOperators = ['and', 'or', 'unless'];

/** What Prometheus refuses although it is well-formed: functions that do not exist, arguments of a wrong type. */
export function typeProblems(expr: Expr): Problem[] {
  const problems: Problem[] = [];
  const report = (message: string, at: Expr, help?: string) =>
    problems.push({ message, span: spanOf(at), ...(help ? { help } : {}) });
  typeOf(expr, report);
  return problems;
}

type Report = (message: string, at: Expr, help?: string) => void;

function typeOf(expr: Expr, report: Report): Type {
  switch (expr.type) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'selector':
      return 'vector';
    case 'range':
      return 'range';
    case 'variable':
    case 'raw':
      return undefined;
    case 'group':
      return expr.sign ? signedType(expr, report) : typeOf(expr.expr, report);
    case 'negate':
      return signedType(expr, report);
    case 'subquery': {
      const type = typeOf(expr.expr, report);
      if (type && type !== 'vector')
        report(`a subquery is over an instant vector, and this is ${named[type]}`, expr.expr);
      return 'range';
    }
    case 'call':
      return callType(expr, report);
    case 'aggregate':
      return aggregateType(expr, report);
    case 'binary':
      return binaryType(expr, report);
  }
}

function signedType({ expr }: NegateExpr | GroupExpr, report: Report): Type {
  const type = typeOf(expr, report);
  if (type === 'string' || type === 'range') report(`${named[type]} has no sign`, expr, rangeHelp(type));
  return type;
}

function aggregateType({ op, expr, param }: AggregateExpr, report: Report): Type {
  const wanted = aggregations.get(op);
  const given = param && typeOf(param, report);
  if (param && wanted && given && given !== wanted) {
    report(`the parameter of ${op} is ${named[wanted]}, and this is ${named[given]}`, param);
  }
  const type = typeOf(expr, report);
  if (type && type !== 'vector')
    report(`${op} is over an instant vector, and this is ${named[type]}`, expr, rangeHelp(type));
  return 'vector';
}

function binaryType(expr: BinaryExpr, report: Report): Type {
  const { op, left, right, bool, matching } = expr;
  const a = typeOf(left, report);
  const b = typeOf(right, report);
  const wrong = a === 'string' || a === 'range' ? a : b === 'string' || b === 'range' ? b : undefined;
  if (wrong) {
    const message = `${op} is between numbers and instant vectors, and this is ${named[wrong]}`;
    report(message, wrong === a ? left : right, rangeHelp(wrong));
    return 'vector';
  }
  const isNumbers = a === 'scalar' && b === 'scalar';
  const scalar = a === 'scalar' ? left : b === 'scalar' ? right : undefined;
  if (scalar && setOperators.includes(op)) {
    report(`${op} is between instant vectors, and this is a number`, scalar, 'vector(…) makes one of a number');
  } else if (scalar && matching) {
    report(`${matching.mode} is between instant vectors, and this is a number`, scalar, `leave ${matching.mode} out`);
  } else if (isNumbers && !bool && comparisons.includes(op)) {
    report('two numbers are compared, which has no series to keep', expr, `write ${op} bool`);
  }
  if (a === undefined || b === undefined) return undefined;
  return isNumbers ? 'scalar' : 'vector';
}

function callType(expr: CallExpr, report: Report): Type {
  const signature = functions.get(expr.func);
  if (!signature) {
    if (!/[$[]/.test(expr.func)) report(`there is no function ${expr.func}`, nameOf(expr), suggestion(expr.func));
    for (const arg of expr.args) typeOf(arg, report);
    return undefined;
  }
  checkCount(expr, signature, report);
  expr.args.forEach((arg, index) => {
    const given = typeOf(arg, report);
    const wanted = signature.args[Math.min(index, signature.args.length - 1)];
    if (!given || !wanted || given === wanted) return;
    report(`${expr.func} takes ${named[wanted]} here, and this is ${named[given]}`, arg, argumentHelp(wanted, given));
  });
  if (expr.func === 'info') checkInfo(expr, report);
  return signature.returns;
}

function checkCount(expr: CallExpr, { args, optional }: FunctionSignature, report: Report): void {
  const most = optional === 'many' ? Number.POSITIVE_INFINITY : args.length;
  const least = args.length - (optional === 'many' ? 1 : (optional ?? 0));
  const given = expr.args.length;
  if (given >= least && given <= most) return;
  const wanted =
    least === most ? `${least}` : most === Number.POSITIVE_INFINITY ? `${least} or more` : `${least} to ${most}`;
  report(`${expr.func} takes ${wanted} argument${wanted === '1' ? '' : 's'}, and has ${given}`, expr);
}

/** The second argument of info() only says which labels to take: it is braces without a metric. */
function checkInfo({ args }: CallExpr, report: Report): void {
  const labels = args[1];
  if (!labels || labels.type === 'variable') return;
  if (labels.type === 'selector' && labels.name === undefined) return;
  report('info takes label matchers here, and no metric', labels, 'write them in braces: {data=~".+"}');
}

function argumentHelp(wanted: ValueType, given: ValueType): string | undefined {
  if (wanted === 'range' && given === 'vector') return 'add a range: x[5m], or [5m:] after a query';
  if (wanted === 'vector' && given === 'scalar') return 'vector(…) makes one of a number';
  return wanted === 'vector' ? rangeHelp(given) : undefined;
}

function rangeHelp(type: ValueType): string | undefined {
  return type === 'range' ? 'leave the range out, or take rate(…) of it' : undefined;
}

function spanOf(expr: Expr): Span {
  return expr.span ?? { start: 0, end: 0 };
}

/** The name of the function alone. */
function nameOf(expr: CallExpr): Expr {
  const { start } = spanOf(expr);
  return { ...expr, span: { start, end: start + expr.func.length } };
}

/** The function that was probably meant. */
function suggestion(name: string): string | undefined {
  const close = nearest(name.toLowerCase(), [...functions.keys(), ...aggregations.keys()]);
  return close ? `did you mean ${close}?` : undefined;
}
