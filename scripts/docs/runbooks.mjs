/** The index of docs/runbooks/: every alert with where to read on. */
export function runbooks({ definitions }) {
  const rules = definitions.filter(({ kind }) => kind === 'rule-group').flatMap((group) => group.rules);
  const byName = new Map();
  for (const rule of rules.filter(({ kind }) => kind === 'alert')) {
    byName.set(rule.name, [...(byName.get(rule.name) ?? []), rule]);
  }
  return [
    '# Runbooks',
    '',
    'What to do when an alert fires. Each alert links to its page, and so do the panels that show what it watches.',
    '',
    '| alert | severity | category | impact |',
    '|---|---|---|---|',
    ...[...byName].sort().map(([name, [first, ...others]]) => {
      const severities = new Set([first, ...others].map(({ labels }) => labels.severity));
      const { labels, annotations } = first;
      return `| [${name}](${name}.md) | ${[...severities].join(', ')} | ${labels.category} | ${annotations.impact} |`;
    }),
  ].join('\n');
}
