import type { SelectorExpr } from '../../promql/ast.js';
import { print } from '../../promql/print.js';

/** Series of Prometheus itself that are there only while alerts are: that there are none says nothing. */
const ofAlerts = new Set(['ALERTS', 'ALERTS_FOR_STATE']);

/** Whether the server must have its series: not those that our own rules will record. */
export function canBeAsked({ name }: SelectorExpr, records: ReadonlySet<string>): boolean {
  return name !== undefined && !records.has(name) && !isVariable(name) && !ofAlerts.has(name);
}

/** A selector with what is known without the values of its variables. */
export function firmly({ name = '', matchers }: SelectorExpr): string {
  const firm = matchers.filter(({ label, value }) => !isVariable(label) && !isVariable(value));
  return print({ type: 'selector', name, matchers: firm });
}

/** Its metric alone. */
export function broadly({ name = '' }: SelectorExpr): string {
  return print({ type: 'selector', name, matchers: [] });
}

export function isVariable(text: string): boolean {
  return /\$\{?\w|\[\[/.test(text);
}
