import { expect, it } from 'vitest';
import { inspectRuleText, inspectWhole, type KnownTexts, type RuleText } from '../../src/checks/model/rule-texts.js';
import { random } from '../promql/mutants.js';

/** What texts of rules are made of: words, actions that stand alone, parts that need others, and what is broken. */
const pieces = [
  ...['is down', ' ', '\n', '}}', '{', '}', '"', '`', "'", '99 %', 'é', '$labels.job'],
  ...[
    '{{ $labels.job }}',
    '{{ .Labels.job }}',
    '{{- $value -}}',
    '{{ $value | humanize }}',
    '{{ index $labels "a-b" }}',
  ],
  ...[
    '{{ printf "%.1f" $value }}',
    '{{ $labels.a.b }}',
    '{{ .Lables.job }}',
    '{{ humanise $value }}',
    '{{ humanize }}',
  ],
  ...['{{ .Labels.job | printf "%s }}', '{{ query "up" | first | value }}', '{{ . }}', '{{ }}', '{{}}', '{{ 1 "a" }}'],
  ...['{{ if $value }}', '{{ else }}', '{{ end }}', '{{ with $labels }}', '{{ range query "up" }}', '{{ .job }}'],
  ...[
    '{{ $x := $labels }}',
    '{{ $x }}',
    '{{ $x.job }}',
    '{{ $value := 1 }}',
    '{{ $value = 1 }}',
    '{{ $l := .Labels }}',
  ],
  ...['{{ define "a" }}', '{{ template "a" . }}', '{{ block "a" . }}', '{{ break }}', '{{/* {{ */}}', '{{ /* x */ }}'],
  ...['{{ "}}" }}', '{{ `}}` }}', "{{ '}' }}", '{{{ . }}', '{{ $externalLabels.region }}', '{{ toUpper "x" | title }}'],
];

/** What is seen of it: the template that it is in is another object, and of a place only the numbers count. */
const seen = ({ problem, findings, reads }: RuleText) => ({
  problem,
  findings: findings.map(({ kind, message, help, span: { start, end } }) => ({ kind, message, help, start, end })),
  reads: reads.map(({ of, name, span: { start, end } }) => ({ of, name, start, end })),
});

it('what is found action by action is what is found in the whole', () => {
  const next = random(Number(process.env.OBSCTL_SEED ?? 7));
  const below = (count: number) => Math.floor(next() * count);
  const known: KnownTexts = new Map();
  let simple = 0;
  for (let round = 0; round < 20_000; round++) {
    const text = Array.from({ length: 1 + below(6) }, () => pieces[below(pieces.length)]).join('');
    const found = seen(inspectRuleText(text, known, undefined));
    expect(found, text).toEqual(seen(inspectWhole(text, undefined)));
    if (found.reads.length + found.findings.length > 1) simple += 1;
  }
  expect(simple).toBeGreaterThan(1000);
});

it('of a version too', () => {
  const known: KnownTexts = new Map();
  const text = 'at {{ $labels.job }} {{ urlQueryEscape $labels.job }}';
  const found = inspectRuleText(text, known, '3.5');
  expect(seen(found)).toEqual(seen(inspectWhole(text, '3.5')));
  expect(found.findings).toMatchObject([{ kind: 'version', span: { start: 24, end: 38 } }]);
});
