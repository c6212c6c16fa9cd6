import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { stringValue } from '../../src/gotemplate/literals.js';
import { parse } from '../../src/gotemplate/parse.js';
import { prometheusFunctions, ruleData, ruleVariables } from '../../src/gotemplate/prometheus.js';
import { render } from '../../src/gotemplate/render.js';
import { zeroTime } from '../../src/gotemplate/time.js';
import { type GoStruct, list, type Value } from '../../src/gotemplate/values.js';
import { describeOn } from '../real/describe-on.js';
import { binary, type Generation, run } from '../real/servers.js';

const series = { job: 'j', instance: 'h.example.com:9090', path: '/a b&c', empty_not: 'x' };
/** As a query finds it: with the name of the metric. */
const named = { __name__: 'metric', ...series };
const value = 12_345.678;
const externalLabels = { replica: 'r1', region: 'eu' };
const externalUrl = 'http://prom.example/path';

/** What promtool makes of each of them is what we make of it; where it ends in an error, ours does too. */
const snippets: readonly string[] = [
  '{{ $labels.job }} {{ $labels.nope }}| {{ .Labels.instance }} {{ $value }} {{ .Value }}',
  '{{ $externalLabels.replica }} {{ .ExternalLabels.region }} {{ $externalURL }} {{ .ExternalURL }}',
  '{{ index $labels "job" }} {{ index $labels "nope" }}| {{ with $labels }}{{ .job }}{{ end }}',
  '{{ $labels }} {{ $externalLabels }} {{ len $labels }} {{ printf "%v" $labels }}',
  '{{ range $k, $v := $labels }}{{ $k }}={{ $v }};{{ end }}',
  '{{ printf "%.2f" $value }} {{ printf "%.0f" $value }} {{ $value | printf "%e" }} {{ printf "%d" $value }} {{ printf "%s" $value }}',
  '{{ humanize 0 }} {{ humanize 0.0 }} {{ humanize 1.0 }} {{ humanize 999.9 }} {{ humanize 1000.0 }} {{ humanize 1234567.0 }} {{ humanize 1e24 }} {{ humanize 1e30 }}',
  '{{ humanize 0.5 }} {{ humanize 0.00123 }} {{ humanize 1e-9 }} {{ humanize 1e-25 }} {{ humanize 1e-30 }} {{ humanize -1234.5 }} {{ humanize -0.001 }}',
  '{{ humanize "1234.5" }} {{ humanize "0x10" }}',
  '{{ humanize "+Inf" }} {{ humanize "NaN" }} {{ humanize "-Inf" }} {{ humanize1024 "NaN" }} {{ humanizeDuration "Inf" }} {{ humanizePercentage "NaN" }}',
  '{{ humanize1024 0.0 }} {{ humanize1024 1.0 }} {{ humanize1024 1024.0 }} {{ humanize1024 1048576.0 }} {{ humanize1024 1500.0 }} {{ humanize1024 1e30 }} {{ humanize1024 -2048.0 }} {{ humanize1024 0.5 }}',
  '{{ humanizeDuration 0.0 }} {{ humanizeDuration 1.0 }} {{ humanizeDuration 60.0 }} {{ humanizeDuration 3600.0 }} {{ humanizeDuration 86400.0 }} {{ humanizeDuration 86461.5 }} {{ humanizeDuration -86461.0 }}',
  '{{ humanizeDuration 0.1 }} {{ humanizeDuration 0.0001 }} {{ humanizeDuration 899.99 }} {{ humanizeDuration 59.999 }} {{ humanizeDuration 1.23456 }} {{ humanizeDuration -0.5 }} {{ humanizeDuration 1e-9 }}',
  '{{ humanizePercentage 0.1234567 }} {{ humanizePercentage 1.0 }} {{ humanizePercentage 0.999999 }} {{ humanizePercentage 12.0 }} {{ humanizePercentage -0.05 }} {{ humanizePercentage 0.0 }}',
  '{{ humanizeTimestamp 1435065584.128 }} {{ humanizeTimestamp 0.0 }} {{ humanizeTimestamp 1e9 }} {{ humanizeTimestamp "1435065584.5" }}',
  '{{ (toTime 1435065584.128).Format "2006-01-02 15:04" }} {{ (toTime 0.0).Year }} {{ toTime 1e9 }}',
  '{{ parseDuration "1h30m" }} {{ parseDuration "1d" }} {{ parseDuration "500ms" }} {{ parseDuration "1w" }} {{ parseDuration "0" }}',
  '{{ parseDuration "nope" }}',
  '{{ title "foo bAR baz-qux" }} {{ toUpper "aB" }} {{ toLower "aB" }}',
  '{{ match "a.c" "xabcx" }} {{ match "^a" "ba" }} {{ reReplaceAll "(.*):(\\\\d+)" "$1 port $2" $labels.instance }}',
  '{{ stripPort $labels.instance }} {{ stripPort "host" }} {{ stripPort "[::1]:80" }} {{ stripPort "::1" }} {{ stripPort "a:b:c" }}',
  '{{ stripDomain $labels.instance }} {{ stripDomain "host" }} {{ stripDomain "a.b.c" }} {{ stripDomain "10.0.0.1:80" }} {{ stripDomain "[::1]:80" }} {{ stripDomain "10.1.2.3" }}',
  '{{ graphLink "up{job=\\"a b\\"}" }} {{ tableLink "rate(x[5m]) > 1" }}',
  '{{ safeHtml "<b>" }} {{ html "<b>" }} {{ urlquery $labels.path }}',
  '{{ (args 1 "b" 2.5).arg1 }} {{ args "x" }} {{ with args 1 2 }}{{ .arg0 }}{{ .arg1 }}{{ .arg9 }}{{ end }}',
  '{{ query "metric" | first | value }} {{ query "metric" | first | label "job" }} {{ with query "metric" }}{{ . | first | value | humanize }}{{ end }}',
  '{{ range query "metric" }}{{ .Labels.job }}{{ .Value }}{{ end }} {{ len (query "nope") }}',
  '{{ range query "metric" | sortByLabel "job" }}{{ .Labels.instance }}{{ end }} {{ query "metric" | first | strvalue }}|',
  '{{ with query "nope" }}yes{{ else }}no{{ end }} {{ if query "nope" }}yes{{ else }}no{{ end }}',
  '{{ first (query "nope") }}',
  '{{ .Foo }}',
  '{{ $labels.job.x }}',
  '{{ humanize "abc" }}',
  '{{ humanize $labels }}',
  '{{ template "nope" }}',
  '{{ index $value 1 }}',
  '{{ eq $value 1 }} {{ eq $labels.job 1 }}',
  '{{ gt $value 100.0 }} {{ lt $value 1e9 }} {{ eq $labels.job "j" }} {{ ge $value 12345.678 }}',
  '{{ gt $value 100 }}',
  '{{ if gt $value 10000.0 }}big{{ else }}small{{ end }} {{ if $labels.nope }}a{{ else }}b{{ end }}',
  '{{ define "d" }}[{{ . }}]{{ end }}{{ template "d" $value }} {{ template "d" $labels.job }}',
  '{{ $x := printf "%.1f" $value }}{{ $x }} {{ len $x }} {{ slice $x 0 2 }} {{ slice "abc" 5 }}',
  '{{- /* c */ -}} a {{- " b " -}} c',
  '{{ printf "%v %v %v" 1 2.5 "x" }} {{ print $value " " $labels.job }} {{ println "a" }}|',
  '{{ printf "%s" $labels.nope }}| {{ or $labels.nope "none" }} {{ and $labels.job "some" }} {{ not $labels.nope }}',
  '{{ reReplaceAll "[" "" "a" }}',
  '{{ .Value | humanize | printf "%s/s" }} {{ (.Value) }} {{ -1.5 | humanize }} {{ 5 | humanize }} {{ humanizePercentage 1 }}',
  '{{ js "a\'b" }} {{ slice $labels.instance 2 9 }} {{ index "abc" 1 }} {{ print nil }} {{ len $labels.instance }}',
];

const versions: readonly Generation[] = ['bookworm', 'trixie', 'forky'];

async function theirs(generation: Generation): Promise<readonly (string | undefined)[]> {
  const folder = mkdtempSync(join(tmpdir(), 'obsctl-test-'));
  try {
    const annotations = Object.fromEntries(snippets.map((text, index) => [`s${index}`, text]));
    const rules = { groups: [{ name: 'a', rules: [{ alert: 'A', expr: 'metric > 0', annotations }] }] };
    const labels = Object.entries(series).map(([name, one]) => `${name}=${JSON.stringify(one)}`);
    const test = {
      rule_files: ['rules.yml'],
      tests: [
        {
          interval: '1m',
          input_series: [{ series: `metric{${labels.join(',')}}`, values: String(value) }],
          external_labels: externalLabels,
          external_url: externalUrl,
          alert_rule_test: [{ eval_time: '0m', alertname: 'A', exp_alerts: [] }],
        },
      ],
    };
    writeFileSync(join(folder, 'rules.yml'), JSON.stringify(rules));
    writeFileSync(join(folder, 'test.yml'), JSON.stringify(test));
    const { output } = await run(binary(generation, 'promtool'), ['test', 'rules', 'test.yml'], folder);
    const found = new Map(
      [...output.matchAll(/\b(s\d+)=("(?:[^"\\]|\\.)*")/g)].map(([, name = '', text = '']) => [
        name,
        stringValue(text, 0),
      ]),
    );
    expect(found.size, output).toBe(snippets.length);
    return snippets.map((_, index) => {
      const text = found.get(`s${index}`);
      return text?.startsWith('<error') ? undefined : text;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function ours(text: string): string | undefined {
  const { data, variables } = ruleData({ labels: named, value, externalLabels, externalUrl });
  const { main, defined } = parse(text, { variables: ruleVariables });
  if (!main) return undefined;
  const sample: GoStruct = {
    kind: 'struct',
    type: 'template.sample',
    fields: {
      Labels: {
        kind: 'map',
        type: 'map[string]string',
        entries: new Map(Object.entries(named)),
      },
      Value: value,
    },
  };
  const query = (asked: string): Value => list('template.queryResult', asked === 'metric' ? [sample] : []);
  const templates = new Map(defined.map((one) => [one.name, one]));
  return render(
    main,
    data,
    { templates, functions: prometheusFunctions, world: { now: zeroTime, externalUrl, query } },
    { variables: ruleVariables.map((name, index) => [name, variables[index] ?? null] as const) },
  ).text;
}

describeOn(versions, 'promtool of %s', (generation) => {
  it(`expands ${snippets.length} annotations as we do`, async () => {
    const expanded = await theirs(generation);
    const differing = snippets.flatMap((text, index) => {
      const [our, their] = [ours(text), expanded[index]];
      return our === their ? [] : [{ text, ours: our, theirs: their }];
    });
    expect(differing).toEqual([]);
  });
});

it('tells its own address, which promtool does not know', () => {
  expect(ours('{{ externalURL }} {{ pathPrefix }}')).toBe('http://prom.example/path /path');
});
