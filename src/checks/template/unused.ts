import type { TemplateCheck } from '../check.js';
import { inspectionsOf } from '../model/inspections.js';

export const templateUnused: TemplateCheck = {
  code: 'template/unused',
  on: 'template',
  severity: 'warning',
  everywhere: true,
  summary: 'a template is defined and never used',
  why: 'Often the name is misspelt where it should be used, and Alertmanager sends its own text instead.',
  good: [
    'kind: List\nitems: [{kind: ConfigMap, data: {team.tmpl: \'{{ define "team" }}x{{ end }}\', alertmanager.yml: \'{"route": {"receiver": "a"}, "receivers": [{"name": "a", "slack_configs": [{"text": "{{ template \\"team\\" . }}"}]}]}\'}}]',
    'kind: ConfigMap\ndata: {team.tmpl: \'{{ define "team" }}x{{ end }}\'}',
  ],
  bad: [
    'kind: ConfigMap\ndata: {team.tmpl: \'{{ define "team" }}x{{ end }}\', alertmanager.yml: \'{"route": {"receiver": "a"}, "receivers": [{"name": "a"}]}\'}',
  ],
  run: ({ found: { path, defined } }, all) => {
    // without a configuration nobody knows what it uses; Alertmanager's own names replace what it has
    if (path.length > 0 || all.configs.length === 0) return [];
    const { called } = inspectionsOf(all);
    return defined
      .filter(({ name }) => !called.has(name) && !name.startsWith('__') && !name.includes('.default.'))
      .map(({ name, span }) => ({
        message: `"${name}" is defined and never used`,
        help: 'remove it, or mend the name where it should be used',
        span,
      }));
  },
};
