/** Every check of `obsctl validate`. */
export function checksPage({ checks, liveChecks }) {
  return [
    '# Checks',
    '',
    'What `obsctl validate` finds. `obsctl explain <code>` says the same in the terminal.',
    'Examples of queries say what reads them; all others are YAML of a rule, a panel, a dashboard or of whole files.',
    ...[...checks].sort((a, b) => (a.code < b.code ? -1 : 1)).flatMap(section),
    '',
    '## With --live',
    '',
    'What `obsctl validate --env E --live` finds in the answers of a server. `checks` in the configuration says of these too',
    'how much they matter, and `except()` accepts one where it stands. Answers in which nothing was found are believed for',
    'ten minutes, or for `live.cacheMinutes` of the configuration; `--no-cache` asks everything anew.',
    '',
    '| code | severity | finds |',
    '|---|---|---|',
    ...Object.entries(liveChecks).map(([code, { severity, summary }]) => `| ${code} | ${severity} | ${summary} |`),
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
