import { describe, expect, it } from 'vitest';
import { labelsText, readLabels } from '../../src/alertmanager/labels.js';

describe('labels of an alert', () => {
  it.each([
    ['severity=critical team=web', { severity: 'critical', team: 'web' }],
    ['severity=critical, team=web,', { severity: 'critical', team: 'web' }],
    ['{severity="critical",team="web"}', { severity: 'critical', team: 'web' }],
    ['NodeDown node=n1', { alertname: 'NodeDown', node: 'n1' }],
    ['NodeDown', { alertname: 'NodeDown' }],
    ['summary="a, b" x="say \\"a\\""', { summary: 'a, b', x: 'say "a"' }],
    ['instance=10.0.0.1:9090 empty=', { instance: '10.0.0.1:9090', empty: '' }],
    ['', {}],
  ])('%s', (text, labels) => {
    expect(readLabels(text)).toEqual({ labels });
    const written = labelsText(labels);
    expect(readLabels(written)).toEqual({ labels });
  });

  it.each([
    ['a=b c', 'c'],
    ['a=~"b"', 'a=~"b"'],
    ['a!=b', 'a!=b'],
    ['a="b', 'a="b'],
    ['=b', '=b'],
  ])('%s is none, because of %s', (text, problem) => {
    expect(readLabels(text)).toEqual({ problem });
  });
});
