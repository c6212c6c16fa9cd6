import { describe, expect, it } from 'vitest';
import { everything } from '../../src/checks/model/everything.js';
import { runChecks } from '../../src/checks/run.js';
import { readSubjects } from '../../src/read/read.js';

function found(files: Readonly<Record<string, string>>, known = {}): string[] {
  const subjects = Object.entries(files).flatMap(([name, text]) => readSubjects(name, text));
  return runChecks(everything(subjects, known)).flatMap(({ code, message, origin }) =>
    /template/.test(code) ? `${origin?.file}:${origin?.line}:${origin?.column} ${code} ${message}` : [],
  );
}

const config = (text: string) => `route: { receiver: team }
templates: [team.tmpl]
receivers:
  - name: team
    slack_configs:
      - api_url: http://x.example
        channel: '#a'
        text: |
          Team:
          ${text}
`;

describe('templates in files of others', () => {
  it('have their findings at the character, in the file and in the configuration', () => {
    const files = {
      'am.yml': config('{{ template "team.text" . }} {{ .Alerts.Lables }}'),
      'team.tmpl': '{{ define "team.text" }}\n  {{ range .Alerts }}{{ .Label.job }}{{ end }}\n{{ end }}\n',
    };
    expect(found(files)).toEqual([
      'am.yml:10:50 template/unknown-field receiver "team": a list of alerts has no field Lables',
      'team.tmpl:2:25 template/unknown-field template: an alert has no field Label',
    ]);
  });

  it('are not called undefined where nobody has given the template files', () => {
    expect(found({ 'am.yml': config('{{ template "team.text" . }}') })).toEqual([]);
    expect(found({ 'am.yml': config('{{ template "team.text" . }}').replace('templates: [team.tmpl]\n', '') })).toEqual(
      ['am.yml:9:23 alertmanager/undefined-template receiver "team": no template is named "team.text"'],
    );
  });

  it('are followed with the data they are called with, wherever they are called', () => {
    const files = {
      'am.yml': config('{{ template "one" (index .Alerts 0) }}{{ template "one" . }}'),
      'team.tmpl': '{{ define "one" }}{{ .Labels.job }}{{ end }}',
    };
    expect(found(files)).toEqual([
      'team.tmpl:1:22 template/unknown-field template: the data of a notification has no field Labels',
    ]);
  });

  it('say which version of Alertmanager or Prometheus they need', () => {
    const files = {
      'am.yml': config('{{ toJson .CommonLabels }}{{ with .Status }}{{ else with .Receiver }}{{ end }}'),
      'rules.yml':
        'groups:\n  - name: a\n    rules:\n      - alert: A\n        expr: up == 0\n        annotations:\n          summary: "{{ urlQueryEscape $labels.job }}"\n',
    };
    expect(found(files)).toEqual([]);
    expect(found(files, { alertmanager: '0.25', prometheus: '2.42' })).toEqual([
      'rules.yml:7:24 template/needs-version alert A, annotation summary: the template function urlQueryEscape needs Prometheus 3.8, and this is 2.42',
      'am.yml:10:14 template/needs-version receiver "team": the template function toJson needs Alertmanager 0.30, and this is 0.25',
      'am.yml:10:63 template/needs-version receiver "team": else with needs Alertmanager 0.28, and this is 0.25',
    ]);
  });

  it('are named, where a rule has several', () => {
    const rules =
      'groups: [{name: a, rules: [{alert: A, expr: up == 0, annotations: {summary: "{{ .Labels.job", text: fine}, labels: {team: "{{ end }}"}}]}]';
    expect(found({ 'rules.yml': rules }).map((one) => one.replace(/^\S+ /, ''))).toEqual([
      'template/syntax alert A, annotation summary: this action does not end',
      'template/syntax alert A, label team: this end belongs to nothing',
    ]);
  });

  it('know the labels of a variable, of a block and of a query apart', () => {
    const rule = (summary: string) =>
      `groups: [{name: a, rules: [{alert: A, expr: sum by (job) (up) == 0, annotations: {summary: '${summary}'}}]}]`;
    const missing = (summary: string) =>
      runChecks(everything(readSubjects('r.yml', rule(summary)), {})).filter(
        (one) => one.code === 'alert/label-missing',
      );
    expect(
      missing('{{ with query "up" }}{{ range . }}{{ .Labels.instance }}{{ end }}{{ end }}{{ $labels.job }}'),
    ).toEqual([]);
    expect(missing('{{ $l := $labels }}{{ $l.instance }}')).toHaveLength(1);
    expect(missing('{{ range $k, $v := $labels }}{{ $k }}{{ end }}{{ "$labels.instance" }}')).toEqual([]);
    expect(missing('{{ define "x" }}{{ .instance }}{{ end }}{{ template "x" .Labels }}')).toHaveLength(1);
  });
});
