import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { alertmanagerFolder, amtool, type Config } from '../real/alertmanager.js';
import { type Generation, isThere } from '../real/servers.js';
import { group, groups, highCpu, nodes } from './alert-groups.js';

const folder = alertmanagerFolder('prod');
const config = parse(readFileSync(join(folder, 'alertmanager.yml'), 'utf8')) as Config;
const generations = (['bookworm', 'forky'] as const).filter(isThere);
const newest = generations.at(-1);

/** A receiver of prod for each channel; the texts are those of its configuration, nothing is repeated here. */
const receivers = {
  slack: ['oncall-streaming', 'slack_configs'],
  email: ['emergency', 'email_configs'],
  teams: ['business', 'msteamsv2_configs'],
  sms: ['sms-oncall', 'sns_configs'],
  pagerduty: ['oncall-streaming', 'pagerduty_configs'],
} as const;
type Channel = keyof typeof receivers;
const channels = Object.keys(receivers) as Channel[];

const names = Object.keys(groups);

/** The fields of a channel that hold templates, by name: `title`, `actions.0.url`. */
function templatesOf(channel: Channel): [field: string, template: string][] {
  const [name, key] = receivers[channel];
  const body = config.receivers.find((one) => one.name === name)?.[key]?.[0];
  return leaves(body).filter(([, text]) => text.includes('{{'));
}

function leaves(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path ? `${path}.${key}` : key));
}

afterAll(() => rmSync(folder, { recursive: true }));

function render(generation: Generation, text: string, data: object, type: 'text' | 'html' = 'text'): string {
  const file = join(folder, 'data.json');
  writeFileSync(file, JSON.stringify(data));
  return amtool(generation, [
    'template',
    'render',
    `--template.glob=${folder}/templates/*.tmpl`,
    `--template.data=${file}`,
    `--template.type=${type}`,
    `--template.text=${text}`,
  ]);
}

/** All texts of a notification, each under the name of its field. */
function message(generation: Generation, channel: Channel, name: string): string {
  const texts = templatesOf(channel).filter(([field]) => field !== 'html');
  const text = texts.map(([field, template]) => `## ${field}\n${template}\n`).join('\n');
  return render(generation, text, groups[name] as object);
}

const html = (generation: Generation, name: string) =>
  render(generation, '{{ template "email.html" . }}', groups[name] as object, 'html');

describe.skipIf(!newest)('notifications, rendered by the real amtool', () => {
  const generation = newest as Generation;

  describe.each(channels)('%s', (channel) => {
    it.each(names)('%s', async (name) => {
      const file = `../golden/notifications/${channel}/${name}.txt`;
      await expect(message(generation, channel, name)).toMatchFileSnapshot(file);
    });
  });

  it.each(names)('email %s as HTML', async (name) => {
    await expect(html(generation, name)).toMatchFileSnapshot(`../golden/notifications/email/${name}.html`);
  });

  it.each(names)('fit one text message of the GSM alphabet: %s', (name) => {
    const text = message(generation, 'sms', name).replace('## message\n', '').trimEnd();
    const twice = [...text].filter((character) => '[]{}\\^|~'.includes(character)).length;
    expect(text).toMatch(/^\[[IWCE]\] /);
    expect([...text].length + twice).toBeLessThanOrEqual(160);
    expect(text).toMatch(/^[ -_a-~ÄÅÆÇÉÑÖØÜßàäåæèéìñòöøùü]+$/);
  });

  it('are HTML where only our own tags are markup', () => {
    const page = html(generation, 'hostile');
    expect(page).not.toMatch(/<script|<b>|<traces|javascript:/);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;quotes&#34;');
    expect(page).toContain('<li>Compare a &lt; b, roll back</li><li>read &lt;traces&gt;</li>');
  });

  it('stay below the 28 KB of a Teams card, however long the annotations are', () => {
    const long = highCpu('n1', 'firing');
    const annotations = (node: string) =>
      Object.fromEntries(
        Object.entries(long.annotations).map(([key, text]) => [
          key,
          key.endsWith('_url') ? text : node + 'ö'.repeat(999),
        ]),
      );
    const data = group(nodes.map((node) => ({ ...long, annotations: annotations(node) })));
    const card = render(generation, '{{ template "teams.title" . }}{{ template "teams.text" . }}', data);
    expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(28_000);
  });
});

describe.skipIf(generations.length < 2)('Alertmanager 0.25', () => {
  it.each(channels)('renders what the newest does: %s', (channel) => {
    for (const name of names) expect(message('bookworm', channel, name)).toBe(message('forky', channel, name));
  });
});
