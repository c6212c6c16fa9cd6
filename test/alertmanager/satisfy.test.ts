import { describe, expect, it } from 'vitest';
import { matchesAll } from '../../src/alertmanager/matchers.js';
import { parseMatchers } from '../../src/alertmanager/parse-matchers.js';
import { isCovered, opposite, satisfying } from '../../src/alertmanager/satisfy.js';
import { dice, labels, matcher } from './generate.js';

const read = (text: string) => parseMatchers(text).matchers;

describe('labels that fulfil matchers', () => {
  it.each([
    'a="b"',
    'a=~"b|c", a!="b"',
    'a=~"b.*", a=~".*c"',
    'a!~".*x.*", a=~"[a-z]{3}"',
    'a=~"(?i)PROD", a!="PROD", a!="prod"',
    'a=~".+", a!~"[a-z]+"',
    'a=~"x\\\\ny"',
    'a="", b!=""',
    'a=~"\\\\d+\\\\.\\\\d+", a!~"1.*"',
    'a=~"\\\\bx\\\\b.*", a!="x"',
  ])('%s', (text) => {
    const found = satisfying(read(text));
    expect(typeof found).toBe('object');
    expect(matchesAll(read(text), found as object as Record<string, string>)).toBe(true);
  });

  it.each([
    'a="b", a="c"',
    'a="b", a!="b"',
    'a=~"b|c", a=~"d|e"',
    'a=~"b.*", a=~"c.*"',
    'a=~"[a-c]+", a=~"[d-f]+"',
    'a!~".*"',
    'a=~".+", a=""',
    'a=~"b+", a!~"b*"',
    'a=~"prod-.*", a!~"prod.*"',
    'a!="", a=~"x{0}"',
  ])('there are none for %s', (text) => {
    expect(satisfying(read(text))).toBe('never');
  });
});

describe('all of one is some of others', () => {
  it.each([
    ['a="b"', ['a=~"b|c"']],
    ['a="b", c="d"', ['a="b"']],
    ['a=~"b|c"', ['a="b"', 'a="c"']],
    ['a=~"prod-.*"', ['a=~"prod.*"']],
    ['a!=""', ['a=~".+"']],
    ['a="x"', ['']],
    ['a="x"', ['b="y"', 'b!="y"']],
  ])('%s of %j', (text, by) => {
    expect(isCovered(read(text), by.map(read))).toBe(true);
  });

  it.each([
    ['a=~"b|c"', ['a="b"']],
    ['a="b"', ['a="b", c="d"']],
    ['', ['a="b"']],
    ['a=~"prod.*"', ['a=~"prod-.*"']],
    ['a="x"', []],
  ])('but not %s of %j', (text, by) => {
    expect(isCovered(read(text), by.map(read))).toBe(false);
  });
});

it('holds for matchers and labels by chance', () => {
  const roll = dice(11);
  let never = 0;
  for (let round = 0; round < 3000; round++) {
    const all = Array.from({ length: 1 + roll.below(3) }, () => read(matcher(roll))).flat();
    const found = satisfying(all);
    if (found === 'never') never += 1;
    if (typeof found === 'object') expect(matchesAll(all, found)).toBe(true);
    else for (let one = 0; one < 5; one++) expect(matchesAll(all, labels(roll))).toBe(false);
    const [first] = all;
    const alert = labels(roll);
    if (first) expect(matchesAll([opposite(first)], alert)).toBe(!matchesAll([first], alert));
  }
  expect(never).toBeGreaterThan(50);
});
