import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/compile/compile.js';
import { type NotificationJson, notificationData } from '../../src/gotemplate/alertmanager.js';
import { loadTemplates, renderField } from '../../src/gotemplate/library.js';
import { parseTime, zeroTime } from '../../src/gotemplate/time.js';
import { groups } from '../alerts/alert-groups.js';
import { ownEnvironment } from '../helpers/environment.js';
import type { Config } from '../real/alertmanager.js';

const { environment } = ownEnvironment('prod');
const { resources } = compile('streaming-platform', environment);
const config = resources.find(({ kind }) => kind === 'alertmanager/config')?.body as Config;
const files = resources.filter(({ kind }) => kind === 'alertmanager/template').map(({ body }) => body as string);
const now = parseTime('2026-11-25T12:00:00Z') ?? zeroTime;

const receivers = {
  slack: ['oncall-streaming', 'slack_configs'],
  email: ['emergency', 'email_configs'],
  teams: ['business', 'msteamsv2_configs'],
  sms: ['sms-oncall', 'sns_configs'],
  pagerduty: ['oncall-streaming', 'pagerduty_configs'],
} as const;

function leaves(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path ? `${path}.${key}` : key));
}

function rendered(text: string, name: string, version: string, html: boolean): string | undefined {
  const { library, problems } = loadTemplates(files, { now, version });
  expect(problems).toEqual([]);
  const { text: result, problem } = renderField(
    text,
    notificationData(groups[name] as NotificationJson, version),
    library,
    { html },
  );
  expect(problem).toBeUndefined();
  return result;
}

const golden = fileURLToPath(new URL('../golden/notifications/', import.meta.url));

/** The golden notifications were rendered by real Alertmanagers. */
describe.each(Object.entries(receivers))('golden notifications to %s', (channel, [name, key]) => {
  const body = config.receivers.find((one) => one.name === name)?.[key]?.[0];
  const fields = leaves(body).filter(([field, text]) => text.includes('{{') && field !== 'html');

  it.each(readdirSync(join(golden, channel)))('%s', (file) => {
    const group = file.replace(/\.\w+$/, '');
    const isPage = file.endsWith('.html');
    const text = isPage
      ? '{{ template "email.html" . }}'
      : fields.map(([field, template]) => `## ${field}\n${template}\n`).join('\n');
    const wanted = readFileSync(join(golden, channel, file), 'utf8');
    for (const version of ['0.25', '0.34']) expect(rendered(text, group, version, isPage)).toBe(wanted);
  });
});
