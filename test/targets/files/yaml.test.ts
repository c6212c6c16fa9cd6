import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { yaml } from '../../../src/targets/files/yaml.js';
import { ownEnvironment } from '../../helpers/environment.js';

const byPackage = (body: unknown) => stringify(body, { lineWidth: 0, aliasDuplicateObjects: false, version: '1.1' });

const awkward = [
  'yes',
  'Null',
  '~',
  '',
  ' a',
  'a ',
  'a: b',
  'a:',
  'a #b',
  '...',
  '--- a',
  '- a',
  '1',
  '.5',
  '1_0',
  '12:30',
].concat([
  '0x1f',
  '2026-01-01',
  '@a',
  '{a}',
  '"a"',
  "it's",
  'a\nb',
  'abcdef\tb',
  'abcdef é',
  'abcdef: b',
  'abcdef #b',
  'a(1: 2)',
  'y{a="b"} #c',
  'on{',
  'n(x)',
]);

describe('YAML', () => {
  it('is what the package writes, for each file of ours', () => {
    const files = ownEnvironment('prod').resources.filter(({ path }) => /\.ya?ml$/.test(path));
    expect(files.length).toBeGreaterThan(20);
    for (const { body } of files) expect(yaml(body)).toBe(byPackage(body));
  });

  it.each(awkward)('quotes %j where the package does, as key, value and item', (text) => {
    for (const body of [{ [text]: 1 }, { a: text }, [text], { a: [{ [text]: text }, [text]] }]) {
      expect(yaml(body)).toBe(byPackage(body));
    }
  });

  it.each([
    [{ a: undefined, b: 0 }],
    [{ a: -0 }],
    [{ a: null }],
    [{}],
    [[]],
    [{ a: [] }],
    [{ a: {}, b: [[], {}, { c: undefined }], d: { e: undefined } }],
    [{ a: new Uint8Array([1]) }],
  ])('writes %j as the package does, or leaves it to it', (body) => expect(yaml(body)).toBe(byPackage(body)));
});
