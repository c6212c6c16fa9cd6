import type { Input } from '../input.js';
import { compareVersions, mustBeNewer } from '../versions.js';

/** Functions that not every Alertmanager has. Source: its changelog and templates; amtool 0.25, 0.28 and 0.33 agree. */
const since: Readonly<Record<string, string>> = {
  trimSpace: '0.26',
  date: '0.28',
  humanizeDuration: '0.28',
  since: '0.28',
  tz: '0.28',
  safeUrl: '0.30',
  toJson: '0.30',
  urlUnescape: '0.30',
  append: '0.32',
  dict: '0.32',
  list: '0.32',
  now: '0.33',
  base64decode: '0.34',
  base64encode: '0.34',
  mustToDate: '0.34',
  routeLabels: '0.34',
  toDate: '0.34',
};

/** Reports each function that the environment's Alertmanager does not have: it would refuse the whole file. */
export function mustHaveFunctions(input: Input, text: string, owner: object): void {
  const lacking = Object.entries(since).filter(
    ([name, version]) => text.includes(name) && compareVersions(input.config.versions.alertmanager, version) < 0,
  );
  // nearly always: what follows looks closely, and that takes time
  if (lacking.length === 0) return;
  const actions = [...text.matchAll(/\{\{(?!-?\s*\/\*)((?:"(?:\\.|[^"\\])*"|`[^`]*`|[^"`])*?)\}\}/g)];
  const code = actions.map(([, action = '']) => action.replaceAll(/"(?:\\.|[^"\\])*"|`[^`]*`/g, '""')).join('\n');
  // a field or a variable may be called as a function is
  const called = new Set([...code.matchAll(/(?<![.$\w])[A-Za-z]\w*/g)].map(([name]) => name));
  for (const [name, version] of lacking) {
    // the check of that name says it at the very character, where everything is checked
    const code = 'template/needs-version';
    if (called.has(name)) mustBeNewer(input, 'alertmanager', version, `the template function ${name}`, owner, code);
  }
}
