import { isObject } from '../../json.js';
import { variableDefaults } from './defaults.js';
import { dropDefaults, dropKeys, equal, inOrder, type Json } from './plain.js';
import { canonicalQuery } from './promql.js';

/** Only old Grafanas read these, or the server works them out anew. */
const noise = ['auto', 'auto_count', 'auto_min', 'definition', 'tags', 'tagsQuery', 'tagValuesQuery', 'useTags'];

/** A variable without what is worked out from its query. */
export function canonicalVariable(variable: Json): Json {
  const { type } = variable;
  dropKeys(variable, type === 'interval' ? noise.filter((key) => !key.startsWith('auto')) : noise);
  // a data source that a variable names is its uid, however that is written
  if (typeof variable.datasource === 'string' && variable.datasource.startsWith('$')) {
    variable.datasource = { uid: variable.datasource };
  }
  const { query } = variable;
  if (isObject(query) && typeof query.query === 'string') variable.query = query.query;
  if (typeof variable.query === 'string' && type === 'query') variable.query = canonicalValues(variable.query);
  if (variable.query !== undefined || type === 'query') delete variable.options;
  variable.current = currentValue(variable);
  if (variable.current === undefined || (isFixed(type) && equal(variable.current, variable.query))) {
    delete variable.current;
  }
  return inOrder(dropDefaults(variable, variableDefaults));
}

function isFixed(type: unknown): boolean {
  return type === 'constant' || type === 'textbox';
}

/** `label_values(up{b="2",a="1"}, x)`: the selector in it is a query. */
function canonicalValues(text: string): string {
  const values = /^\s*label_values\(\s*(.+?)\s*,\s*([^,{}()]+?)\s*\)\s*$/s.exec(text);
  if (values) return `label_values(${canonicalQuery(values[1] as string, true)}, ${values[2]})`;
  const result = /^\s*query_result\(\s*(.+)\s*\)\s*$/s.exec(text);
  if (result) return `query_result(${canonicalQuery(result[1] as string, true)})`;
  return text.trim();
}

/** What is chosen at first; a list of one is that one, and none is none. */
function currentValue({ current }: Json): unknown {
  const value = isObject(current) ? (current.value ?? current.text) : undefined;
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return undefined;
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}
