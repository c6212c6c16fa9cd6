/** Every check of `obsctl validate`. */
export function checksPage({ checks }) {
  return [
    '# Checks',
    '',
    'What `obsctl validate` finds. `obsctl explain <code>` says the same in the terminal.',
    'Examples of queries say what reads them; all others are YAML of a rule, a panel, a dashboard or of whole files.',
    ...[...checks].sort((a, b) => (a.code < b.code ? -1 : 1)).flatMap(section),
  ].join('\n');
}

function section({ code, severity, summary, why, good, bad }) {
  // an example of several lines stands apart from the next
  const text = (list) => list.join(list.some((one) => one.includes('\n')) ? '\n\n' : '\n');
  const examples = (title, list) => ['', `${title}:`, '', '```yaml', text(list), '```'];
  return [
    '',
    `## ${code}`,
    '',
    `${severity}: ${summary}. ${why}`,
    ...examples('Not right', bad),
    ...examples('Right', good),
  ];
}
