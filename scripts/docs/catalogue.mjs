import { basename } from 'node:path';

/** The page of everything the platform measures, records, alerts on and shows. */
export function catalogue({ environment, definitions, expr }) {
  const ofKind = (kind) => definitions.filter((definition) => definition.kind === kind);
  const metrics = ofKind('metric').sort((a, b) => (a.name < b.name ? -1 : 1));
  const ruleGroups = ofKind('rule-group');
  const rulesOf = (group, kind) => group.rules.filter((rule) => rule.kind === kind);
  const dashboards = ofKind('dashboard');
  const count = (kind) => ruleGroups.flatMap((group) => rulesOf(group, kind)).length;
  const consumed = metrics.filter(({ group }) => group === 'consumed').length;
  const common = commonLabels(metrics);
  const panels = dashboards.flatMap((dashboard) => dashboard.rows.flatMap((row) => row.panels));
  return [
    '# Catalogue',
    '',
    `${metrics.length} metrics, ${consumed} of them of others, ${count('record')} recording rules, ${count('alert')} alert rules and ` +
      `${dashboards.length} dashboards with ${panels.length} panels, as they are in ${environment}.`,
    '',
    '## Metrics',
    '',
    `Most have the labels ${common.join(', ')}, which the tables call *target*. Values in parentheses are all there are.`,
    ...[...new Set(metrics.map(({ group }) => group))].sort().flatMap((group) => [
      '',
      `### ${group}`,
      '',
      ...metricTable(
        metrics.filter((metric) => metric.group === group),
        common,
      ),
    ]),
    '',
    '## Recording rules',
    ...ruleGroups.flatMap((group) => recordingRules(group, rulesOf(group, 'record'), expr)),
    '',
    '## Alert rules',
    ...ruleGroups.flatMap((group) => alertRules(group, rulesOf(group, 'alert'))),
    '',
    '## Dashboards',
    ...dashboards.flatMap(dashboardSection),
  ].join('\n');
}

/** The labels, values included, that more than half of the metrics have. */
function commonLabels(metrics) {
  const all = metrics.map(({ labels }) => labelList(labels));
  return [...new Set(all.flat())].filter((label) => all.filter((one) => one.includes(label)).length > all.length / 2);
}

function metricTable(metrics, common) {
  const labelsOf = ({ labels }) => {
    const all = labelList(labels);
    if (!common.every((label) => all.includes(label))) return all;
    return ['*target*', ...all.filter((label) => !common.includes(label))];
  };
  return table(
    ['name', 'type', 'unit', 'labels', 'exposed by', 'owner', 'aggregate', 'OpenTelemetry', 'note', 'meaning'],
    metrics.map((metric) => [
      code(metric.name),
      metric.type,
      metric.unit,
      labelsOf(metric).join(', '),
      metric.exposedBy.join(', '),
      metric.owner,
      metric.aggregate,
      metric.otelName && code(metric.otelName),
      [metric.deprecated && `Deprecated: ${metric.deprecated}.`, metric.note].filter(Boolean).join(' '),
      metric.help,
    ]),
  );
}

function recordingRules(group, rules, expr) {
  if (rules.length === 0) return [];
  return [
    ...groupHeading(group),
    ...table(
      ['name', 'unit', 'labels', 'expression'],
      rules.map((rule) => [code(rule.name), rule.unit, recordedLabels(rule), code(expr(rule.query))]),
    ),
  ];
}

function recordedLabels({ query, labels }) {
  if (!query.labels) return ['those of the expression', ...fixedLabels(labels)].join(', ');
  const kept = Object.keys(query.labels).filter((name) => !(name in labels));
  return [...kept.map(code), ...fixedLabels(labels)].join(', ');
}

function alertRules(group, rules) {
  if (rules.length === 0) return [];
  return [
    ...groupHeading(group),
    ...table(['name', 'severity', 'team', 'other labels', 'for', 'runbook'], rules.map(alertRow)),
  ];
}

function alertRow({ name, labels: { severity, team, ...others }, for: duration, annotations }) {
  const slug = basename(annotations.runbook_url ?? '');
  return [
    code(name),
    severity,
    team && teamOf(team),
    fixedLabels(others).join(', '),
    duration,
    slug && `[${slug}](runbooks/${slug}.md)`,
  ];
}

/** A template takes the team from another label when the alert fires. */
function teamOf(team) {
  const label = /\$labels\.(\w+)/.exec(team)?.[1];
  return label ? `that of ${code(label)}` : team;
}

function fixedLabels(labels) {
  return Object.entries(labels).map(([name, value]) => code(`${name}="${value}"`));
}

function groupHeading({ name, interval }) {
  return ['', `### ${name}, every ${interval}`, ''];
}

function dashboardSection({ title, name, description, rows }) {
  return [
    '',
    `### ${title}`,
    '',
    `${description} Its uid is ${code(name)}.`,
    '',
    ...table(
      ['row', 'panel', 'type', 'description'],
      rows.flatMap((row) => row.panels.map((panel) => [row.title, panel.title, panel.type, panel.description])),
    ),
  ];
}

/** Label names, with the values where they are a closed set. */
function labelList(labels) {
  return Object.entries(labels).map(([name, values]) => (values ? `${code(name)} (${values.join(', ')})` : code(name)));
}

function table(columns, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell ?? '').replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(columns), `|${'---|'.repeat(columns.length)}`, ...rows.map(line)];
}

function code(text) {
  return `\`${text}\``;
}
