import { describe, expect, it } from 'vitest';
import { consequencesOf } from '../../../src/plan/consequences/consequences.js';
import { factsOf } from '../../../src/plan/consequences/facts.js';
import type { SideResource } from '../../../src/plan/diff/sides.js';
import type { Difference } from '../../../src/types/comparison.js';

const resource = (kind: string, body: unknown): SideResource => ({ kind, id: 'x', body: () => body });
const rules = (...list: object[]) => resource('prometheus/rules', { groups: [{ name: 'g', rules: list }] });
const alert = (name: string, labels: object, more: object = {}) => ({ alert: name, expr: 'a > 1', labels, ...more });

const config = (change: object = {}) =>
  resource('alertmanager/config', {
    route: {
      receiver: 'mail',
      routes: [
        { matchers: ['severity="critical"'], receiver: 'page' },
        { matchers: ['team="shop"'], receiver: 'chat', mute_time_intervals: ['nights'] },
      ],
    },
    receivers: [
      { name: 'mail', email_configs: [{ to: 'a@example.com' }] },
      { name: 'page', pagerduty_configs: [{ routing_key_file: '/key' }] },
      { name: 'chat', slack_configs: [{ channel: '#a', api_url_file: '/url' }] },
    ],
    time_intervals: [{ name: 'nights', time_intervals: [{ times: [{ start_time: '00:00', end_time: '07:00' }] }] }],
    ...change,
  });

const changedIn = (kind: string): Difference => ({
  ...{ op: 'changed', kind, id: 'x', path: 'x', where: 'x', what: 'x', words: 'x' },
});
const changed = ['prometheus/rules', 'alertmanager/config'].map(changedIn);

function between(before: SideResource[], after: SideResource[], metrics: [string[], string[]] = [[], []]) {
  const found = consequencesOf(factsOf(before, new Set(metrics[0])), factsOf(after, new Set(metrics[1])), changed);
  return found.map(({ weight, code, message }) => `${weight} ${code}: ${message}`);
}

describe('what follows from a change', () => {
  it('is nothing, where nothing changed', () => {
    const side = [rules(alert('A', { severity: 'critical' })), config()];
    expect(between(side, side)).toEqual([]);
  });

  it('is that an alert is gone', () => {
    expect(between([rules(alert('A', {}), alert('B', {}))], [rules(alert('B', {}))])).toEqual([
      'risk alert/removed: the alert A is gone: nobody is told of it any more',
    ]);
  });

  it('is how sensitive an alert is, in words', () => {
    const of = (expr: string) => [rules({ alert: 'A', expr })];
    expect(between(of('a > 0.5'), of('a > 0.7'))).toEqual([
      'note alert/threshold: A fires above 0.7 instead of 0.5: less sensitive, by a factor of 1.4',
    ]);
    expect(between(of('min(a) < 10'), of('min(a) < 20'))).toEqual([
      'note alert/threshold: A fires below 20 instead of 10: more sensitive, by a factor of 2',
    ]);
    expect(between(of('a > 1 and b > 2'), of('a > 1 and b > 3'))).toHaveLength(1);
    expect(between(of('a > 1'), of('a   >   1'))).toEqual([]);
  });

  it('is how long it waits', () => {
    const of = (time: string) => [rules(alert('A', {}, { for: time }))];
    expect(between(of('5m'), of('600s'))).toEqual([
      'note alert/for: A has to hold for 10m instead of 5m: it is told later',
    ]);
    expect(between(of('10m'), of('600s'))).toEqual([]);
  });

  it('is who is told, when labels change', () => {
    const of = (severity: string) => [rules(alert('A', { severity, team: 'shop' })), config()];
    expect(between(of('critical'), of('warning'))).toEqual([
      'risk alert/severity-lowered: the severity of A goes from critical to warning: it is taken less seriously',
      'risk route/page-lost: A goes to chat (Mon–Sun 07:00–24:00) instead of page (always)',
    ]);
    expect(between(of('warning'), of('critical'))).toContain(
      'risk route/page-added: A goes to page (always) instead of chat (Mon–Sun 07:00–24:00)',
    );
  });

  it('is who is told, when routes change, and at which hours', () => {
    const alerts = rules(alert('A', { team: 'shop' }), alert('B', { team: 'shop' }));
    const awake = config({
      time_intervals: [{ name: 'nights', time_intervals: [{ times: [{ start_time: '00:00', end_time: '05:00' }] }] }],
    });
    expect(between([alerts, config()], [alerts, awake])).toEqual([
      'note route/changed: 2 alerts go to chat (Mon–Sun 05:00–24:00) instead of Mon–Sun 07:00–24:00: A, B',
    ]);
    // the other way round, it is told at hours at which nobody hears it
    expect(between([alerts, awake], [alerts, config()])).toEqual([
      'risk route/hours-lost: 2 alerts go to chat (Mon–Sun 07:00–24:00) instead of Mon–Sun 05:00–24:00, so nobody is told Mon–Sun 05:00–07:00: A, B',
    ]);
  });

  it('is at which hours nobody is woken any more, whoever else is told', () => {
    const critical = rules(alert('A', { severity: 'critical' }));
    const of = (times: object) =>
      config({
        route: {
          receiver: 'mail',
          routes: [
            { matchers: ['severity="critical"'], receiver: 'chat', continue: true },
            { matchers: ['severity="critical"'], receiver: 'page', ...times },
          ],
        },
      });
    expect(between([critical, of({})], [critical, of({ mute_time_intervals: ['nights'] })])).toEqual([
      'risk route/hours-lost: A goes to page (Mon–Sun 07:00–24:00) instead of always, so nobody is paged Mon–Sun 00:00–07:00',
    ]);
  });

  it('knows the values that a template may give a label', () => {
    const team = '{{ if eq $labels.x "1" }}shop{{ else }}other{{ end }}';
    const side = (receivers: object) => [rules(alert('A', { team })), config(receivers)];
    const silent = { route: { receiver: 'mail', routes: [{ matchers: ['team="other"'], receiver: 'chat' }] } };
    expect(between(side({}), side(silent))).toEqual([
      'note route/changed: A with team="shop" goes to mail (always) instead of chat (Mon–Sun 07:00–24:00)',
      'note route/changed: A with team="other" goes to chat instead of mail',
    ]);
  });

  it('is a page that was not there', () => {
    expect(between([rules(), config()], [rules(alert('New', { severity: 'critical' })), config()])).toEqual([
      'risk route/page-added: New is new and pages page',
    ]);
  });

  it('is a receiver that tells nobody, or pages no longer', () => {
    const with_ = (page: object) =>
      config({
        receivers: [
          { name: 'mail', email_configs: [{ to: 'a@example.com' }] },
          { name: 'page', ...page },
          { name: 'chat' },
        ],
      });
    const messages = between([rules(), config()], [rules(), with_({ email_configs: [{ to: 'b@example.com' }] })]);
    expect(messages).toEqual([
      'risk receiver/page-lost: the receiver page: pages by pagerduty no longer',
      'risk receiver/emptied: the receiver chat: tells nobody any more',
    ]);
  });

  it('is an alert that another one silences now', () => {
    const alerts = rules(alert('A', { severity: 'warning' }), alert('Down', { severity: 'critical' }));
    const inhibit_rules = [{ source_matchers: ['alertname="Down"'], target_matchers: ['severity="warning"'] }];
    expect(between([alerts, config()], [alerts, config({ inhibit_rules })])).toEqual([
      'risk inhibition/changed: A may be silent now while Down fires',
    ]);
    expect(between([alerts, config({ inhibit_rules })], [alerts, config()])).toEqual([
      'note inhibition/changed: A is no longer silent while Down fires',
    ]);
  });

  it('names everybody who reads a recording rule, through others too', () => {
    const of = (expr: string) => [
      rules({ record: 'a:b', expr }, { record: 'c:d', expr: 'max(a:b)' }, { alert: 'A', expr: 'c:d > 1' }),
      resource('grafana/dashboard', { title: 'D', panels: [{ title: 'P', targets: [{ expr: 'sum(a:b{x=~"$x"})' }] }] }),
    ];
    expect(between(of('sum(m)'), of('avg(m)'))).toEqual([
      'note record/changed: a:b counts otherwise, and is read by the alert A, the recording rule c:d and the panel P on D',
    ]);
    expect(between(of('sum(m)'), of('sum( m )'))).toEqual([]);
  });

  it('names everybody who reads what is gone', () => {
    const panel = resource('grafana/dashboard', { title: 'D', panels: [{ title: 'P', targets: [{ expr: 'a:b' }] }] });
    expect(between([rules({ record: 'a:b', expr: 'm' }), panel], [rules(), panel])).toEqual([
      'risk record/lost: a:b is no longer recorded, but still read by the panel P on D',
    ]);
    const reading = [rules({ alert: 'A', expr: 'm > 1' })];
    expect(between(reading, reading, [['m', 'n'], []])).toEqual([
      'risk metric/removed: m is gone from the catalogue; still read by the alert A, which will find nothing',
      'note metric/removed: n is gone from the catalogue; nothing reads it any more',
    ]);
  });
});

describe('what follows for somebody who is told no longer', () => {
  it('is who else still is', () => {
    const routed = config({
      route: {
        receiver: 'mail',
        routes: [
          { matchers: ['severity="critical"'], receiver: 'page', continue: true },
          { matchers: ['team="shop"'], receiver: 'chat' },
        ],
      },
    });
    const of = (severity: string) => [rules(alert('A', { severity, team: 'shop' })), routed];
    expect(between(of('critical'), of('warning'))).toContain(
      'risk route/page-lost: A no longer goes to page, only to chat',
    );
  });

  it('is who is told of the same alert with which labels', () => {
    const team = '{{ if eq $labels.x "1" }}shop{{ else }}other{{ end }}';
    const of = (shop: string, other: string) =>
      config({
        route: {
          receiver: 'mail',
          routes: [
            { matchers: ['team="shop"'], receiver: shop },
            { matchers: ['team="other"'], receiver: other },
          ],
        },
      });
    const alerts = rules(alert('A', { team }), alert('B', { team }));
    // the same receivers all in all, and each of them hears of what was the other's
    expect(between([alerts, of('chat', 'mail')], [alerts, of('mail', 'chat')])).toEqual([
      'note route/changed: 2 alerts with team="shop" go to mail instead of chat: A, B',
      'note route/changed: 2 alerts with team="other" go to chat instead of mail: A, B',
    ]);
  });

  it('is how many, where they are many', () => {
    const names = ['a', 'b', 'c', 'd'];
    const of = (pagers: readonly string[]) =>
      config({
        route: {
          receiver: 'mail',
          routes: [...names, ...pagers].map((receiver) => ({ receiver, continue: true })),
        },
        receivers: [
          ...['mail', ...names].map((name) => ({ name, webhook_configs: [{ url: 'http://localhost' }] })),
          { name: 'page', pagerduty_configs: [{ routing_key_file: '/key' }] },
        ],
      });
    const alerts = rules(alert('A', {}));
    expect(between([alerts, of(['page'])], [alerts, of([])])).toEqual([
      'risk route/page-lost: A no longer goes to page, only to 4 others',
    ]);
  });
});

describe('what follows from a change of templates', () => {
  const template = (text: string) => resource('alertmanager/template', text);
  const slack = (text: string) =>
    config({
      receivers: [{ name: 'page', slack_configs: [{ channel: '#a', text }] }, { name: 'mail' }, { name: 'chat' }],
    });
  const alerts = rules(
    alert('A', { severity: 'critical' }, { annotations: { summary: '{{ $labels.service }} is slow', runbook: 'x' } }),
  );
  const changedTemplates = (before: SideResource[], after: SideResource[]) =>
    consequencesOf(factsOf(before), factsOf(after), [changedIn('alertmanager/template')]).map(
      ({ weight, message }) => `${weight}: ${message}`,
    );

  it('is how a message reads', () => {
    const side = (text: string) => [alerts, slack('{{ template "x" . }}'), template(text)];
    expect(
      changedTemplates(
        side('{{ define "x" }}{{ .CommonAnnotations.summary }}!{{ end }}'),
        side('{{ define "x" }}{{ .CommonAnnotations.summary }}, see {{ .CommonAnnotations.runbook }}{{ end }}'),
      ),
    ).toEqual([
      'note: 1 receiver: page: of A, slack text reads "service is slow, see x" instead of "service is slow!"',
    ]);
    expect(
      changedTemplates(
        side('{{ define "x" }}{{ .CommonAnnotations.summary }}{{ end }}'),
        side('{{ define "x" }}{{- .CommonAnnotations.summary -}}{{ end }}'),
      ),
    ).toEqual([]);
  });

  it('is a message that reads otherwise only of several alerts', () => {
    const side = (word: string) => [
      alerts,
      slack('{{ template "x" . }}'),
      template(`{{ define "x" }}{{ if gt (len .Alerts) 1 }}${word}{{ else }}one{{ end }}{{ end }}`),
    ];
    expect(changedTemplates(side('many'), side('several'))).toEqual([
      'note: 1 receiver: page: of A and another one, slack text reads "several" instead of "many"',
    ]);
  });

  it('is a message that cannot be rendered any more', () => {
    const side = (text: string) => [alerts, slack('{{ template "x" . }}'), template(text)];
    const [message] = changedTemplates(side('{{ define "x" }}a{{ end }}'), side('{{ define "y" }}a{{ end }}'));
    expect(message).toMatch(/^risk: 1 receiver: page: of A, slack text cannot be rendered any more: /);
  });
});
