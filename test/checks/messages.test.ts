import { describe, expect, it } from 'vitest';
import { everything } from '../../src/checks/model/everything.js';
import { runChecks } from '../../src/checks/run.js';
import { readSubjects } from '../../src/read/read.js';

/** What checks say of files: each message, and the help behind it. */
function said(code: string, files: Readonly<Record<string, string>>): string[] {
  const subjects = Object.entries(files).flatMap(([name, text]) => readSubjects(name, text));
  return runChecks(everything(subjects, {})).flatMap((one) =>
    one.code === code ? [one.help ? `${one.message} – ${one.help}` : one.message] : [],
  );
}

describe('a field that a rule file does not have', () => {
  const rule = (field: string) => ({
    'rules.yml': `groups: [{name: a, rules: [{alert: Down, expr: up == 0, ${field}: 5m}]}]`,
  });

  it('is told with the one that was probably meant, or else with all there are', () => {
    expect(said('rule/shape', rule('fro'))).toEqual(['alert Down: there is no field fro here: did you mean "for"?']);
    expect(said('rule/shape', rule('colour'))).toEqual([
      'alert Down: there is no field colour here – the fields are alert, record, expr, for, keep_firing_for, labels, annotations',
    ]);
  });
});

describe('a link to a dashboard', () => {
  const dashboards = (url: string) => ({
    'a.json': JSON.stringify({ title: 'A', uid: 'shop', panels: [{ title: 'P', links: [{ url }] }] }),
    'b.json': JSON.stringify({
      title: 'B',
      uid: 'stock',
      panels: [{ title: '$job' }],
      templating: { list: [{ name: 'job', type: 'query' }] },
    }),
  });

  it.each([
    ['/d/stokc', 'the link leads to stokc, which is no dashboard: did you mean "stock"?'],
    ['/d/nowhere', 'the link leads to nowhere, which is no dashboard – the uids are shop, stock'],
    ['/d/stock?var-jbo=x', 'the link sets the variable jbo, which stock does not have: did you mean "job"?'],
    ['/d/stock?var-colour=x', 'the link sets the variable colour, which stock does not have – its variables are job'],
    ['/d/shop?var-job=x', 'the link sets the variable job, which shop does not have – there are none'],
  ])('%s is told with what was probably meant, or else with what there is', (url, message) => {
    expect(said('link/dashboard', dashboards(url))).toEqual([`dashboard "A": ${message}`]);
  });
});

describe('a matcher of a value that is nearly one of an alert', () => {
  const files = (matcher: string, ...labels: string[]) => ({
    'am.yml': `route: {receiver: a, routes: [{receiver: a, matchers: ['${matcher}']}]}\nreceivers: [{name: a}]\n`,
    'rules.yml': `groups:\n  - name: a\n    rules:\n${labels
      .map((one, index) => `      - {alert: Alert${index}, expr: up == ${index}, labels: {${one}}}\n`)
      .join('')}`,
  });

  it('is to blame where several alerts have the other value', () => {
    expect(said('matcher/misspelt', files('team="steaming"', 'team: streaming', 'team: streaming'))).toEqual([
      'route team="steaming": no alert has team="steaming" – is "streaming" meant?',
    ]);
  });

  it('is not blamed alone where only one alert has the other value', () => {
    expect(said('matcher/misspelt', files('team="streaming"', 'team: web', 'team: steaming'))).toEqual([
      'route team="streaming": no alert has team="streaming" – Alert1 (rules.yml:5) alone has "steaming": is that meant here, or "streaming" there?',
    ]);
  });

  it('is to blame where the alert has a severity as everybody writes it', () => {
    expect(said('matcher/misspelt', files('severity="critcal"', 'severity: critical'))).toEqual([
      'route severity="critcal": no alert has severity="critcal" – is "critical" meant?',
    ]);
  });
});
