import type { TemplateCheck } from '../check.js';

export const templateHtml: TemplateCheck = {
  code: 'template/html',
  on: 'template',
  severity: 'error',
  summary: 'a page is refused because of its HTML',
  why: 'Alertmanager escapes each value by what stands around it, and has to know that on every way through a page, taken or not: where it cannot tell, the e-mail is not sent.',
  good: [
    'receivers: [{name: team, email_configs: [{to: a@b.c, html: \'<p{{ if .Alerts }} title="{{ .Status }}"{{ end }}>x</p>\'}]}]',
    // no page, so that nobody minds
    "receivers: [{name: team, email_configs: [{to: a@b.c, text: '{{ if .Alerts }}<a title=\"{{ end }}'}]}]",
  ],
  bad: [
    "receivers: [{name: team, email_configs: [{to: a@b.c, html: '<p {{ if .Alerts }}title=\"{{ end }}>x</p>'}]}]",
    "receivers: [{name: team, email_configs: [{to: a@b.c, html: '<p title=\"{{ .Status }}'}]}]",
    "receivers: [{name: team, pushover_configs: [{user_key: u, token: t, html: true, message: '{{ if .Alerts }}<a title=\"{{ end }}'}]}]",
    "receivers: [{name: team, telegram_configs: [{chat_id: 1, bot_token: t, parse_mode: HTML, message: '{{ range .Alerts }}<a {{ end }}'}]}]",
  ],
  run: ({ findings }) => findings.filter(({ kind }) => kind === 'html'),
};
