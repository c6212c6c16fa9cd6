import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { matcherText } from '../../src/alertmanager/matchers.js';
import { type MatcherMode, parseMatchers } from '../../src/alertmanager/parse-matchers.js';
import { binary, type Generation, isThere, run } from '../real/servers.js';
import { dice } from './generate.js';

const folder = mkdtempSync(join(tmpdir(), 'obsctl-matchers-'));
afterAll(() => rmSync(folder, { recursive: true }));

const count = process.env.OBSCTL_FULL ? 6000 : 400;

const seeds = [
  ...['a="b"', 'a=b', 'a!=b, c=~"d|e"', '{a="b",c!~"d"}', '{ a = "b" , }', 'a="b\\"c"', 'a="b\\\\c"', 'a=~"\\\\d+"'],
  ...['a=~"\\d+"', 'a=~\\d+', '"a b"="c"', 'a.b="c"', 'a="b,c"', "a='b'", 'a="b\\nc"', 'a==b', 'a=', 'a=""', 'a', ''],
  ...['{}', '{a="b"', 'a="b"}', 'a="b" c="d"', 'a=b c', 'ä="ö"', '"ä"=~"ö+"', 'a="\\u00e9"', 'a="\\x41"', 'a="\\q"'],
  ...['a:b="c"', '0a="b"', 'a="b",,c="d"', ',a="b"', 'a=~"("', 'a=~"[b"', 'a=~"b**"', 'a=~"(?i)b"', 'a=~"(?=b)"'],
  ...['a=~"b{2,1}"', 'a=~"\\\\pL"', 'a=~"\\\\p{Greek}"', 'a=~"\\\\p{Nowhere}"', 'a=~"[[:alpha:]]"', 'a=~"[[:beta:]]"'],
  ...['a=~"b)|(?:c"', 'a=~"(?P<x>b)(?P<x>c)"', 'a=~"\\\\1"', 'a=~"\\\\01"', 'a=~"b{1001}"', 'a=~"(b{100}){100}"'],
  ...[
    'a=~"[z-a]"',
    'a=~"\\\\Q(\\\\E"',
    'a=~"(?"',
    'a=~"(?i"',
    'a=~"(?i-)"',
    'a=~"*"',
    'a=~"b|*"',
    'a=~"^*"',
    'a=~"\\\\"',
  ],
];
const pieces = [...'{}=!~,"\'\\`ab(|)[]*+?.^$ \n\t:-0é', '=~', '!~', '!=', '\\\\', '\\"', '(?', '{2}', '[^', '\\n'];

/** A text with one to three characters changed. */
function mutant(roll: ReturnType<typeof dice>): string {
  let text = roll.oneOf(seeds);
  for (let change = roll.below(3); change >= 0; change--) {
    const characters = [...text];
    const at = roll.below(characters.length + 1);
    const kind = roll.below(3);
    if (kind === 0) characters.splice(at, 1);
    else characters.splice(at, kind - 1, roll.oneOf(pieces));
    text = characters.join('');
  }
  return text;
}

const configuration = (text: string) => ({
  route: { receiver: 'a', routes: [{ matchers: [text] }] },
  receivers: [{ name: 'a' }],
});

/** What `amtool config routes show` makes of it; undefined where it is refused. */
async function theirs(generation: Generation, mode: MatcherMode, texts: readonly string[]): Promise<boolean[]> {
  const files = texts.map((text, index) => {
    const file = join(folder, `${generation}-${mode}-${index}.yml`);
    // as JSON, because not every YAML of one library is one of another
    writeFileSync(file, JSON.stringify(configuration(text)));
    return file;
  });
  const feature = { classic: 'classic-mode', utf8: 'utf8-strict-mode', fallback: '' }[mode];
  const features = generation === 'bookworm' || feature === '' ? [] : [`--enable-feature=${feature}`];
  const { output } = await run(binary(generation, 'amtool'), [...features, 'check-config', ...files]);
  const verdicts = [...output.matchAll(/Checking '([^']+)'(?:(?!Checking ')[\s\S])*? {2}(SUCCESS|FAILED)/g)];
  const found = new Map(verdicts.map(([, file, verdict]) => [file ?? '', verdict === 'SUCCESS']));
  return files.map((file) => found.get(file) ?? false);
}

const readers = [
  ['0.25', 'bookworm', 'classic'],
  ['0.28', 'trixie', 'fallback'],
  ['0.33', 'forky', 'classic'],
  ['0.33', 'forky', 'fallback'],
  ['0.33', 'forky', 'utf8'],
] as const satisfies readonly (readonly [string, Generation, MatcherMode])[];

describe.each(readers)('matchers are refused where amtool %s does', (_, generation, mode) => {
  it.runIf(isThere(generation))(`read ${mode}`, { timeout: 300_000 }, async () => {
    const roll = dice(25);
    const texts = [...seeds, ...Array.from({ length: count }, () => mutant(roll))];
    const accepted = await theirs(generation, mode, texts);
    const differing = texts.flatMap((text, index) => {
      const { problem } = parseMatchers(text, mode);
      return (problem === undefined) === accepted[index] ? [] : [{ text, theirs: accepted[index], ours: problem }];
    });
    // 0.25 was built before Go took (?<name>…)
    expect(differing.filter(({ text }) => generation !== 'bookworm' || !text.includes('(?<'))).toEqual([]);
    expect(accepted.filter(Boolean).length).toBeGreaterThan(count / 10);
  });
});

/** `amtool` prints routes with the matchers as it understood them. */
describe.each(readers)('matchers mean what amtool %s reads', (_, generation, mode) => {
  it.runIf(isThere(generation))(`read ${mode}`, { timeout: 300_000 }, async () => {
    const roll = dice(33);
    const texts = [...seeds, ...Array.from({ length: count / 20 }, () => mutant(roll))].filter((text) => {
      const { problem, matchers } = parseMatchers(text, mode);
      // the drawing of a tree is not meant for texts with line breaks
      return !problem && matchers.length > 0 && matchers.every(({ value }) => !/[\n\r]/.test(value));
    });
    const file = join(folder, `${generation}-${mode}-show.yml`);
    const feature = { classic: 'classic-mode', utf8: 'utf8-strict-mode', fallback: '' }[mode];
    const features = generation === 'bookworm' || feature === '' ? [] : [`--enable-feature=${feature}`];
    writeFileSync(
      file,
      JSON.stringify({
        route: { receiver: 'a', routes: texts.map((text) => ({ matchers: [text] })) },
        receivers: [{ name: 'a' }],
      }),
    );
    const { output } = await run(binary(generation, 'amtool'), [
      ...features,
      'config',
      'routes',
      'show',
      `--config.file=${file}`,
    ]);
    const shown = [...output.matchAll(/[├└]── \{(.*?)\} {2}receiver: a$/gm)].map(([, matchers]) => matchers);
    const ours = texts.map((text) => {
      const { matchers } = parseMatchers(text, mode);
      return matchers.map(matcherText);
    });
    expect(shown.length).toBe(texts.length);
    const differing = texts.filter((_text, index) => {
      const theirText = shown[index] ?? '';
      return (
        (ours[index] ?? []).some((one) => !theirText.includes(one)) ||
        theirText.length !== (ours[index] ?? []).join(',').length
      );
    });
    expect(
      differing.map((text) => ({ text, shown: shown[texts.indexOf(text)], ours: ours[texts.indexOf(text)] })),
    ).toEqual([]);
  });
});
