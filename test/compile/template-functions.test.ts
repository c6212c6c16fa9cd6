import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { notifications, receiver, secret, slack, template } from '../../src/index.js';
import { serialize } from '../../src/targets/files/serialize.js';
import { binary, type Generation, isThere, run } from '../real/servers.js';
import { compiled } from './compiled.js';

const versions: Readonly<Record<Generation, string>> = { bookworm: '0.25', trixie: '0.28', forky: '0.33' };

/** A file of templates that does this. */
function files(action: string, alertmanager: string) {
  const one = template('one', `{{ define "one" }}{{ ${action} }}{{ end }}`);
  const channel = slack({ channel: '#x', title: '{{ template "one" . }}', url: secret.file('/secrets/slack') });
  return compiled([notifications({ route: { receiver: receiver('all', [channel]) }, templates: [one] })], {
    alertmanager,
  });
}

const folders: string[] = [];
afterAll(() => {
  for (const one of folders) rmSync(one, { recursive: true });
});

async function isTaken(generation: Generation, action: string): Promise<boolean> {
  const home = mkdtempSync(join(tmpdir(), 'obsctl-templates-'));
  folders.push(home);
  const { resources } = files(action, versions[generation]);
  const found = resources.find(({ kind }) => kind === 'alertmanager/template');
  if (found) writeFileSync(join(home, 'one.tmpl'), serialize(found));
  const config = join(home, 'alertmanager.yml');
  writeFileSync(config, 'route: { receiver: all }\nreceivers: [{ name: all }]\ntemplates: [one.tmpl]\n');
  return (await run(binary(generation, 'amtool'), ['check-config', config])).code === 0;
}

const actions = [
  'title "a"',
  'trimSpace "a"',
  'range .Alerts }}{{ .StartsAt | tz "UTC" | date "15:04" }}{{ end',
  'since .StartsAt',
  'humanizeDuration 1.0',
  'toJson .',
  'safeUrl "a"',
  'dict "a" 1',
  'now',
  'toDate "a" "b"',
  'base64encode "a"',
  'routeLabels "a"',
  // no functions: a text, a field, a variable
  'print "since now toJson"',
  'print `since now`',
  '.since',
  'with $now := 1 }}{{ $now }}{{ end',
  '"" }}{{/* since now */}}{{ ""',
];

describe.each(Object.entries(versions) as [Generation, string][])(
  'amtool of %s, which is %s',
  (generation, version) => {
    it.skipIf(!isThere(generation)).each(actions)(
      'refuses what obsctl foresees it to refuse, and no more: %s',
      async (action) => {
        expect(files(action, version).diagnostics.length === 0).toBe(await isTaken(generation, action));
      },
    );
  },
);

describe('a template function', () => {
  it('that the version does not have is named, with the version that has it', () => {
    expect(files('.x | toJson', '0.28').diagnostics).toMatchObject([
      {
        code: 'template/needs-version',
        message: 'the template function toJson needs Alertmanager 0.30, and the environment prod has 0.28',
      },
    ]);
  });
});
