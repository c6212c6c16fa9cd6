/** Every check of `obsctl validate`. */
export function checksPage({ checks }) {
  return [
    '# Checks',
    '',
    'What `obsctl validate` finds. `obsctl explain <code>` says the same in the terminal.',
    ...[...checks].sort((a, b) => (a.code < b.code ? -1 : 1)).flatMap(section),
  ].join('\n');
}

function section({ code, severity, summary, why, good, bad }) {
  const examples = (title, list) => ['', `${title}:`, '', '```', ...list, '```'];
  return [
    '',
    `## ${code}`,
    '',
    `${severity}: ${summary}. ${why}`,
    ...examples('Not right', bad),
    ...examples('Right', good),
  ];
}
