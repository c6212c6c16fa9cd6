import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { notificationData } from '../../src/gotemplate/alertmanager.js';
import { loadTemplates, renderField } from '../../src/gotemplate/library.js';
import { parseTime, zeroTime } from '../../src/gotemplate/time.js';
import { groups } from '../alerts/alert-groups.js';
import { describeOn } from '../real/describe-on.js';
import { binary, type Generation } from '../real/servers.js';
import { withAmtool } from './amtool.js';
import { sample } from './snippets.js';

const now = parseTime('2026-11-25T12:00:00Z') ?? zeroTime;
const versions: readonly (readonly [Generation, string])[] = [
  ['bookworm', '0.25'],
  ['trixie', '0.28'],
  ['forky', '0.33'],
];
const fileOf = (generation: Generation) =>
  join(dirname(binary(generation, 'amtool')), '../share/prometheus/alertmanager/default.tmpl');

const cases = { sample, ...groups };

describeOn(versions, 'the templates that Alertmanager of %s (%s) brings', (generation, version) => {
  const templates = readFileSync(fileOf(generation), 'utf8');
  const names = [...templates.matchAll(/define "([^"]+)"/g)].map(([, name = '']) => name);
  const calls = names.map(
    (name) => `{{ template "${name}" ${name.includes('alert_list') || name.endsWith('instances') ? '.Alerts' : '.'} }}`,
  );

  it.each(Object.entries(cases))('say what ours say: %s', async (_, group) => {
    const theirs = await withAmtool(generation, { templates, data: group }, (amtool) => amtool(calls.join('\u001e')));
    const { library } = loadTemplates([], { now, version });
    const data = notificationData(group, version);
    const ours = calls.map((call) => renderField(call, data, library).text);
    expect(Object.fromEntries(names.map((name, index) => [name, ours[index]]))).toEqual(
      Object.fromEntries((theirs.text ?? '').split('\u001e').map((text, index) => [names[index], text])),
    );
  });

  it('are no others', () => {
    const { library } = loadTemplates([], { now, version });
    const email = ['email.default.subject', 'email.default.html'];
    // Debian leaves Jira out of its 0.28
    const ours = [...library.templates.keys()].filter((one) => generation !== 'trixie' || !one.startsWith('jira.'));
    expect(ours.sort()).toEqual([...names, ...email].sort());
  });
});
