import { small } from './project.js';

/** The small project with its rule exported, and tests beside it. */
export const tested = (tests: string) => ({
  ...small,
  'monitoring/rules.ts': `import { alert, gt, max, record, ruleGroup } from 'obsctl';
import { temperature } from './metrics.js';

export const hottest = record('room:temperature:max', max(temperature).by('room'));

export const tooHot = alert('TooHot', {
  expr: gt(hottest, 30),
  for: '5m',
  labels: { severity: 'warning' },
  annotations: { summary: '{{ $labels.room }} is too hot' },
});

export default ruleGroup('home', { interval: '30s' }, [hottest, tooHot]);
`,
  'monitoring/rules.tests.ts': `import { expect, series, test } from 'obsctl';
import { temperature } from './metrics.js';
import { hottest, tooHot } from './rules.js';

export default [
${tests}
];
`,
});

export const passing = `  test('35 degrees', series(temperature, { room: 'attic' }, 35), expect(tooHot).toFireAt('6m')),`;
