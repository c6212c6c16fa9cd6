import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { type NotificationJson, notificationData } from '../../src/gotemplate/alertmanager.js';
import { loadTemplates, renderField } from '../../src/gotemplate/library.js';
import { zeroTime } from '../../src/gotemplate/time.js';
import { groups } from '../alerts/alert-groups.js';
import { describeOn } from '../real/describe-on.js';
import { binary, type Generation, sharedFolder } from '../real/servers.js';
import { pooled, withAmtool } from './amtool.js';
import { sample } from './snippets.js';

const versions: readonly (readonly [Generation, string])[] = [
  ['bookworm', '0.25'],
  ['trixie', '0.28'],
  ['forky', '0.33'],
];
const fileOf = (generation: Generation, name: string) =>
  join(dirname(binary(generation, 'amtool')), `../share/prometheus/alertmanager/${name}.tmpl`);
const call = '{{ template "email.default.html" . }}';
const shared = sharedFolder();

/** The page is Alertmanager's; it is rendered by us here, and shipped nowhere. */
describeOn(versions, 'the page that Alertmanager of %s (%s) brings', (generation, version) => {
  const page = readFileSync(fileOf(generation, 'email'), 'utf8');
  const ours = (group: NotificationJson) => {
    const { library, problems } = loadTemplates([page], { now: zeroTime, version });
    expect(problems).toEqual([]);
    return renderField(call, notificationData(group, version), library, { html: true });
  };

  it('is escaped and filled as amtool does it', async () => {
    const templates = readFileSync(fileOf(generation, 'default'), 'utf8') + page;
    const all = Object.values({ sample, ...groups });
    const theirs = await pooled(all, (data) =>
      withAmtool(generation, { templates, data }, (amtool) => amtool(call, 'html')),
    );
    for (const [index, data] of all.entries()) expect(ours(data).text).toBe(theirs[index]?.text);
  });

  it.skipIf(!shared)('is what it sent', () => {
    const file = join(shared as string, 'corpora/alertmanager-payloads', `${version}.json`);
    const recorded = JSON.parse(readFileSync(file, 'utf8')) as readonly {
      readonly ch: string;
      readonly body: string;
    }[];
    const of = (ch: string) => recorded.filter((one) => one.ch === ch).map(({ body }) => body);
    const [webhooks, mails] = [of('webhook'), of('email')];
    expect(mails).toHaveLength(2);
    // SMTP ends a message with a line break of its own, and Debian has moved one address to https since
    const plain = (text = '') =>
      text.replaceAll('\r\n', '\n').replace('https://schema.org', 'http://schema.org').trim();
    for (const [index, mail] of mails.entries()) {
      expect(plain(ours(JSON.parse(webhooks[index] ?? '')).text)).toBe(plain(mail));
    }
  });
});
