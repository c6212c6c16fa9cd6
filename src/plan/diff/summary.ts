import { isObject } from '../../json.js';
import { type Json, listOf, objectsOf } from '../canonical/plain.js';

/** What came or went, in a few words: of a rule what it asks, of a group how many rules, of a receiver its channels. */
export function summaryOf(value: unknown): string {
  if (!isObject(value)) return '';
  if (typeof value.expr === 'string') return ruleWords(value);
  if (Array.isArray(value.groups)) return rulesWords(objectsOf(value.groups).flatMap(({ rules }) => objectsOf(rules)));
  if (Array.isArray(value.rules)) return rulesWords(objectsOf(value.rules));
  if (Array.isArray(value.panels)) return counted(panelsIn(value.panels), 'panel');
  if (Array.isArray(value.targets)) return queriesIn(value.targets);
  if (typeof value.receiver === 'string') return `to ${value.receiver}`;
  const channels = Object.keys(value).filter((key) => key.endsWith('_configs'));
  if (typeof value.name === 'string' && channels.length > 0) return channels.map(channelWords(value)).join(', ');
  return typeof value.query === 'string' ? value.query : '';
}

function ruleWords({ expr, for: wait, labels }: Json): string {
  const severity = isObject(labels) ? labels.severity : undefined;
  const parts = [wait && `for ${wait}`, severity && `severity ${severity}`].filter(Boolean);
  return [expr, ...parts].join(', ');
}

function rulesWords(rules: readonly Json[]): string {
  const alerts = rules.filter(({ alert }) => alert !== undefined).length;
  const parts = [counted(alerts, 'alert'), counted(rules.length - alerts, 'recording rule')];
  return parts.filter((part) => !part.startsWith('0 ')).join(', ');
}

function panelsIn(panels: unknown): number {
  return objectsOf(panels).reduce((sum, one) => sum + (one.type === 'row' ? panelsIn(one.panels) : 1), 0);
}

const longest = 160;

/** Many long ones are counted, and begun. */
function queriesIn(targets: unknown): string {
  const queries = objectsOf(targets).flatMap(({ expr }) => (expr ? [String(expr)] : []));
  const all = queries.join('; ');
  if (all.length <= longest) return all;
  return `${queries.length === 1 ? '' : `${queries.length} queries, `}${all.slice(0, longest)}…`;
}

/** `slack #fulfilment`, `email a@example.com`. */
function channelWords(receiver: Json): (key: string) => string {
  return (key) => {
    const to = listOf(receiver[key]).flatMap((one) => (isObject(one) ? (one.channel ?? one.to ?? []) : []));
    return [key.replace('_configs', ''), to.join(' ')].filter(Boolean).join(' ');
  };
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
