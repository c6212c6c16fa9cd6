import { describe, expect, it } from 'vitest';
import { readSubjects } from '../../src/read/read.js';
import type { Fix, Subject } from '../../src/types.js';

/** The file after a fix of what stands in it first. */
function fixed(
  text: string,
  fix: (subject: Subject) => Fix & { readonly path: (string | number)[] },
): string | undefined {
  const [subject] = readSubjects('f', text);
  const edit = subject?.edit?.(fix(subject));
  return edit && text.slice(0, edit.start) + edit.text + text.slice(edit.end);
}

const exprAt = ['groups', 0, 'rules', 0, 'expr'];

/** Replaces `old` in the first rule's query. */
const inQuery = (old: string, text: string) => (subject: Subject) => {
  const { groups } = subject.body as { groups: { rules: { expr: string }[] }[] };
  const start = groups[0]?.rules[0]?.expr.indexOf(old) ?? -1;
  return { path: exprAt, span: { start, end: start + old.length }, text };
};

const rules = (expr: string) =>
  `groups:\n  - name: a   # keep me\n    rules:\n      - record: b\n        expr: ${expr}\n`;

describe('a change of characters in a query', () => {
  it.each([
    ['plain', 'up{a=~"x"} == 0', 'up{a="x"} == 0'],
    ['in single quotes', "'up{a=~\"x\", b=''y''}'", "'up{a=\"x\", b=''y''}'"],
    ['in double quotes', '"up{a=~\\"x\\"}"', '"up{a=\\"x\\"}"'],
    [
      'as a block',
      '|\n          sum(\n            up{a=~"x"}\n          )',
      '|\n          sum(\n            up{a="x"}\n          )',
    ],
    ['as a folded block', '>-\n          sum(\n          up{a=~"x"})', '>-\n          sum(\n          up{a="x"})'],
  ])('is made where it stands in YAML, %s', (_, before, after) => {
    expect(fixed(rules(before), inQuery('a=~"x"', 'a="x"'))).toBe(rules(after));
  });

  it('is made in JSON, with its escapes', () => {
    const json = (expr: string) => JSON.stringify({ groups: [{ name: 'ä', rules: [{ record: 'b', expr }] }] }, null, 2);
    expect(fixed(json('up{a=~"x\\\\y"}\n+ 1'), inQuery('=~"x\\\\y"', '="z\\\\"'))).toBe(json('up{a="z\\\\"}\n+ 1'));
  });

  it('is not made where a plain scalar of YAML would end by it', () => {
    expect(fixed(rules('up{a="x"}'), inQuery('"x"', '"x: y"'))).toBeUndefined();
    expect(fixed(rules('up{a="x"}'), inQuery('"x"', '"x #y"'))).toBeUndefined();
    expect(fixed(rules('\'up{a="x"}\''), inQuery('"x"', '"\'x: #y"'))).toBe(rules("'up{a=\"''x: #y\"}'"));
  });
});

const editable = () => ({ path: ['editable'], value: false });

describe('another value of a field', () => {
  it.each([
    ['replaces the one that is there', '{"panels": [], "editable" : true}', '{"panels": [], "editable" : false}'],
    ['is a new line where each field has one', '{\n\t"panels": []\n}', '{\n\t"editable": false,\n\t"panels": []\n}'],
    ['stands before the others where they share a line', '{ "panels": [] }', '{ "editable": false, "panels": [] }'],
    [
      'is written in YAML',
      'title: x\npanels: []\neditable: true # yes\n',
      'title: x\npanels: []\neditable: false # yes\n',
    ],
    ['is added to YAML', '# a\npanels: []\n', '# a\neditable: false\npanels: []\n'],
    ['is added to YAML in braces', '--- {panels: []}\n', '--- {editable: false, panels: []}\n'],
  ])('%s', (_, before, after) => {
    expect(fixed(before, editable)).toBe(after);
  });

  it('is written into a file that stands in a resource of Kubernetes', () => {
    const map = (inner: string) =>
      `kind: ConfigMap\ndata:\n  d.json: |-\n${inner.replace(/^/gm, '    ')}\n  other: x\n`;
    expect(fixed(map('{\n  "panels": []\n}'), editable)).toBe(map('{\n  "editable": false,\n  "panels": []\n}'));
    const quoted = `kind: ConfigMap\ndata: {d.json: "{\\n  \\"panels\\": []}"}\n`;
    expect(fixed(quoted, editable)).toBe(
      `kind: ConfigMap\ndata: {d.json: "{\\n  \\"editable\\": false,\\n  \\"panels\\": []}"}\n`,
    );
    expect(fixed(`kind: ConfigMap\ndata: {d.json: '{ "panels": []}'}\n`, editable)).toBe(
      `kind: ConfigMap\ndata: {d.json: '{ "editable": false, "panels": []}'}\n`,
    );
  });
});

it('an empty value stands behind its key', () => {
  const [subject] = readSubjects('f', 'groups: []\nspec:\n');
  expect(subject?.place(['spec'])).toMatchObject({ line: 2, column: 5 });
});
