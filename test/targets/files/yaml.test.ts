import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { yaml } from '../../../src/targets/files/yaml.js';
import { ownEnvironment } from '../../helpers/environment.js';
import { random } from '../../promql/mutants.js';

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

/** What YAML takes for something else, and what it does not. */
const pieces = [
  ...['0', '1', '7', '8', '9', '12', 'x', 'b', 'o', 'e', 'E', 'a', 'F', 'm', '_', '.', '+', '-', ':', 'T', 'Z', ' '],
  ...[
    'yes',
    'No',
    'TRUE',
    'null',
    '~',
    '<<',
    '.inf',
    '.nan',
    '2026-11-29',
    '=',
    '?',
    '#',
    '&',
    '*',
    '!',
    '|',
    '>',
    '%',
  ],
  ...[
    "'",
    '"',
    '\\',
    '`',
    '@',
    ',',
    '[',
    ']',
    '{',
    '}',
    '{{ $value }}',
    '---',
    '...',
    '\t',
    'é',
    '\u0085',
    '\ud800',
    '/',
  ],
];

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

  it('quotes what the package does, of texts made by lot', () => {
    const lot = random(3);
    for (let count = 0; count < 20_000; count++) {
      const some = Array.from({ length: 1 + Math.floor(lot() * 4) }, () => pieces[Math.floor(lot() * pieces.length)]);
      const text = some.join('');
      const body = { a: [text], b: { [text]: text } };
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
