import { execFileSync } from 'node:child_process';

/** The contract of all commands; a command ends with those that can happen to it. */
const exitCodes = [
  [0, 'done, and nothing to complain about'],
  [
    1,
    'found something: `validate` errors (with `--strict` warnings too), `build --check` files that are out of date, `test` a test that fails, `diff --exit-code` a difference, `plan` and `apply` what somebody else changed, `status` something degraded',
  ],
  [
    2,
    'unusable input: unknown flags, an invalid configuration, a mistake in the definitions, a file that cannot be read or is of another kind; nothing was written',
  ],
  [3, 'not known: `test` found no promtool, or a server cannot be reached or refuses obsctl'],
  [4, '`apply` and `undo`: a part was done, and the report says which'],
  [5, '`status`: unhealthy'],
  ['129, 130, 143', 'ended by SIGHUP, SIGINT or SIGTERM'],
  [70, 'a defect of obsctl; the stack on stderr belongs in a report'],
];

/** The page of every command, as the program itself describes it. */
export function cli() {
  const commands = ['', ...commandsBelow('')];
  return [
    '# Commands',
    '',
    'The result goes to stdout, progress and findings to stderr.',
    ...commands.flatMap((command) => [
      '',
      `## obsctl ${command}`.trimEnd(),
      '',
      '```text',
      help(command).trimEnd(),
      '```',
    ]),
    '',
    '## Exit codes',
    '',
    '| code | meaning |',
    '|---|---|',
    ...exitCodes.map(([code, meaning]) => `| ${code} | ${meaning} |`),
  ].join('\n');
}

/** `build`, `alerts`, `alerts route`, …: what the help lists, and what is below that. */
function commandsBelow(parent) {
  const list = /^Commands:\n((?: {2}.*\n?)+)/m.exec(help(parent))?.[1] ?? '';
  const names = [...list.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map((match) => match[1]).filter((name) => name !== 'help');
  return names.flatMap((name) => {
    const command = `${parent} ${name}`.trim();
    return [command, ...commandsBelow(command)];
  });
}

function help(command) {
  const args = ['bin/obsctl.js', ...command.split(' ').filter(Boolean), '--help'];
  return execFileSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
}
