import type { AcceptedQuery } from '../../checks/model/query.js';
import type { LiveBudget } from '../../define/config.js';
import type { SelectorExpr } from '../../promql/ast.js';
import type { LiveNote } from './checks.js';
import type { Questions } from './questions.js';
import { broadly, firmly, isVariable } from './selectors.js';

/** What a selector reads that the server does not have. */
export async function lackingOf(selector: SelectorExpr, ask: Questions): Promise<LiveNote | undefined> {
  const narrow = firmly(selector);
  const broad = broadly(selector);
  const countOf = async (text: string) => (await ask.query(`count(${text})`)).series;
  if ((await countOf(narrow)) > 0) return undefined;
  ask.doubt('query', `count(${narrow})`);
  const isThere = narrow !== broad && (await countOf(broad)) > 0;
  if (isThere) {
    const message = `the server has ${selector.name}, and none as ${narrow}`;
    return { code: 'live/no-series', message, help: 'compare the labels with those of the server' };
  }
  ask.doubt('query', `count(${broad})`);
  return {
    code: 'live/no-metric',
    message: `the server has no series ${selector.name}`,
    help: 'is it exposed under another name, or only after something has happened?',
  };
}

/** What a rule returns now, and how long it takes. */
export async function costOf(query: AcceptedQuery, ask: Questions, budget: Required<LiveBudget>): Promise<LiveNote[]> {
  if (!isWhole(query)) return [];
  const { error, series, milliseconds } = await ask.query(query.text);
  const notes: LiveNote[] = [];
  const note = (code: LiveNote['code'], message: string, help: string) => notes.push({ code, message, help });
  if (error !== undefined) {
    note('live/refused', `the server refuses the query: ${error}`, 'see what it says');
  }
  if (series > budget.series) {
    note(
      'live/many-series',
      `the query returns ${series} series, more than ${budget.series}`,
      'aggregate it, or raise live.series in the configuration',
    );
  }
  if (error === undefined && milliseconds > budget.seconds * 1_000) {
    note(
      'live/slow',
      `the query takes ${Math.ceil(milliseconds)} ms, more than ${budget.seconds * 1_000}`,
      'record parts of it, read fewer series, or raise live.seconds in the configuration',
    );
  }
  if (error === undefined && series === 0 && query.context === 'record') {
    note('live/empty', 'the rule records nothing now', 'is what it reads only there at times?');
  }
  if (notes.length > 0) ask.doubt('query', query.text);
  return notes;
}

/** A query with variables means nothing to the server. */
function isWhole({ text, context }: AcceptedQuery): boolean {
  return (context === 'alert' || context === 'record') && !isVariable(text);
}
