import { expect, it } from 'vitest';
import { notificationData } from '../../src/gotemplate/alertmanager.js';
import { loadTemplates, renderField } from '../../src/gotemplate/library.js';
import { parseTime, zeroTime } from '../../src/gotemplate/time.js';
import { isAtLeast } from '../../src/gotemplate/version.js';
import { describeOn } from '../real/describe-on.js';
import type { Generation } from '../real/servers.js';
import { pooled, withAmtool } from './amtool.js';
import { pages, refusedPages } from './pages.js';
import { file, newer, refused, sample, snippets } from './snippets.js';

const versions: readonly (readonly [Generation, string])[] = [
  ['bookworm', '0.25'],
  ['trixie', '0.28'],
  ['forky', '0.33'],
];

const now = parseTime('2026-11-25T12:00:00Z') ?? zeroTime;

function ours(text: string, version: string) {
  const { library } = loadTemplates([file], { now, version });
  const data = { ...notificationData(sample, version), type: 'template.Data' };
  return renderField(text, data, library);
}

describeOn(versions, 'Alertmanager of %s (%s)', (generation, version) => {
  const known = [
    ...snippets,
    ...Object.entries(newer).flatMap(([since, all]) => (isAtLeast(version, since) ? all : [])),
  ];

  it(`renders ${known.length} snippets as we do`, async () => {
    const alone = known.filter((one) => /\{\{-? *(define|block)/.test(one));
    const together = known.filter((one) => !alone.includes(one));
    const defined = together.map((one, index) => `{{ define "s${index}" }}${one}{{ end }}`).join('');
    const theirs = new Map<string, string>();
    await withAmtool(generation, { templates: file + defined, data: sample }, async (amtool) => {
      const calls = together.map((_, index) => `{{ template "s${index}" . }}\u001e`).join('');
      const { text, error } = await amtool(calls);
      // one that is refused refuses them all
      if (error !== undefined) alone.push(...together);
      for (const [index, one] of (text ?? '').split('\u001e').entries()) {
        if (together[index] !== undefined) theirs.set(together[index], one);
      }
      const results = await pooled(alone, (one) => amtool(one));
      for (const [index, one] of alone.entries()) theirs.set(one, results[index]?.text ?? `${results[index]?.error}`);
    });
    const differing = known.flatMap((text) => {
      const { text: our, problem } = ours(text, version);
      return our === theirs.get(text) ? [] : [{ text, theirs: theirs.get(text), ours: our ?? problem }];
    });
    expect(differing).toEqual([]);
  });

  it(`refuses ${refused.length} snippets as we do`, async () => {
    const answers = await withAmtool(generation, { templates: file, data: sample }, (amtool) =>
      pooled(refused, (one) => amtool(one)),
    );
    const accepted = refused.filter((_, index) => answers[index]?.error === undefined);
    expect(accepted).toEqual([]);
    for (const text of refused) {
      const { problem } = ours(text, version);
      expect(problem, text).toBeDefined();
      expect(problem?.span.end, text).toBeLessThanOrEqual(Math.max(text.length, problem?.template ? file.length : 0));
    }
  });
});

describeOn(versions, 'pages of %s (%s)', (generation, version) => {
  const page = (text: string) => {
    const { library } = loadTemplates([file], { now, version });
    return renderField(text, { ...notificationData(sample, version), type: 'template.Data' }, library, { html: true });
  };

  it('are escaped as we do', async () => {
    const theirs = await withAmtool(generation, { templates: file, data: sample }, (amtool) =>
      pooled([...pages, ...refusedPages], (one) => amtool(one, 'html')),
    );
    const differing = [...pages, ...refusedPages].flatMap((text, index) => {
      const { text: our, problem } = page(text);
      const { text: their, error } = theirs[index] ?? {};
      return our === their ? [] : [{ text, theirs: their ?? error, ours: our ?? problem }];
    });
    expect(differing).toEqual([]);
  });
});
