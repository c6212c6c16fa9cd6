import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { isUserError } from '../../src/errors.js';
import { wholeFile } from '../../src/read/places.js';
import { readPlainYaml } from '../../src/read/plain-yaml.js';
import { readByLibrary } from '../../src/read/yaml.js';
import { generatedRules } from '../bench/generated-rules.mjs';

/** What is read without the library. */
const plain = [
  generatedRules(40),
  "# a comment\na: b c # another\nb:\n- x: 'it''s'\n  y: \"q\\n\"\n-  z\nc:\n  - |\n    foo\n      bar\n\n  - >-\n    p\n    q\nd:\ne: 1\n",
  "---\na: .5\nb: 1e3\nc: null\nd: x~\ne: yes\nf: 0x1f\ng: 2020-01-01\nh: true\ni: ''\nj: :a:b\n",
  'groups:\n- name: a\n  rules:\n  - alert: A\n    expr: |+\n      up == 0\n\n    for: 5m\n  -\n    alert: B\n    expr: "a\\\\"\n',
  'a:\n  # inside\n  b: http://x/y#z\n\n  c: a - b, {c}\n',
];

/** What only the library reads, or nobody. */
const beyond = [
  'a: &x b\nc: *x\n',
  'a: {b: c}\n',
  'a: b\n c\n',
  'a: "b\n  c"\n',
  'a: b\na: c\n',
  'a: b: c\n',
  '? a\n: b\n',
  'a: !!str 1\n',
  'a: b\n---\nc: d\n',
  'a: |2\n   b\n',
  'a: "\\u00e9"\n',
  'a: "\\y"\n',
  'a: - b and c\n',
  '- - b and c\n',
  'a:\n\t- b\n',
  'a: b\r\nc: d\r\n',
  'a: b',
  '',
];

const mutations = [
  ...[' ', '  ', '\n', ':', ': ', '- ', '#', ' #', '|', '>', '"', "'", "''", '{', '}', '[', ']', '&a', '*a', '!!str '],
  ...[
    '\t',
    '\\',
    '\n\n',
    '---\n',
    '...\n',
    '? ',
    '~',
    'null',
    '1',
    '.',
    '-',
    '|-\n',
    '%',
    '@',
    '`',
    '\r\n',
    'é',
    '\u{1f600}',
  ],
  ...['\ufeff', '<<: ', 'a: b\n', '- x\n', '  - y\n'],
];

describe('plain YAML', () => {
  it.each(plain)('is read as the library reads it: %#', (text) => {
    expect(readPlainYaml(text)).toEqual(byLibrary(text));
  });

  it.each(beyond)('is left to the library where it is anything else: %#', (text) => {
    expect(readPlainYaml(text)).toBeUndefined();
  });

  it('is nothing else when something is changed in it', { timeout: 30_000 }, () => {
    const random = generator(11);
    let read = 0;
    for (let round = 0; round < 4_000; round++) {
      const text = mutant(random);
      const found = readPlainYaml(text);
      if (!found) continue;
      read += 1;
      // a look at both only where they differ: to compare them with words is slow
      if (!isDeepStrictEqual(found, byLibrary(text))) expect(found, text).toEqual(byLibrary(text));
    }
    expect(read).toBeGreaterThan(500);
  });
});

/** Some lines of a text, changed here and there. */
function mutant(random: (below: number) => number): string {
  const lines = (plain[random(plain.length)] ?? '').split('\n');
  const from = random(lines.length);
  const some = lines.slice(from, from + 2 + random(14));
  const indentation = /^ */.exec(some[0] ?? '')?.[0].length ?? 0;
  let text = `${some.map((line) => line.slice(indentation)).join('\n')}\n`;
  for (let times = random(3); times > 0; times--) {
    const at = random(text.length);
    text = text.slice(0, at) + mutations[random(mutations.length)] + text.slice(at + random(3));
  }
  return text;
}

/** The same numbers in each run. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}

function byLibrary(text: string): unknown {
  try {
    const { bodies, nodes, roots } = readByLibrary(wholeFile('a.yaml', text));
    return { body: bodies.length === 1 && roots[0] === 0 ? bodies[0] : bodies, nodes };
  } catch (error) {
    if (!isUserError(error)) throw error;
    return error.message;
  }
}
