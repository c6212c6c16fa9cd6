import { Command, CommanderError } from 'commander';
import { alertsCommand } from './cli/alerts.js';
import { applyCommand } from './cli/apply.js';
import { buildCommand } from './cli/build.js';
import { diffCommand } from './cli/diff.js';
import { explainCommand } from './cli/explain.js';
import { planCommand } from './cli/plan.js';
import { examples, run, write } from './cli/run.js';
import { statusCommand } from './cli/status.js';
import { testCommand } from './cli/test.js';
import { undoCommand } from './cli/undo.js';
import { validateCommand } from './cli/validate.js';
import { version } from './version.js';

/** So that `obsctl help alerts rout` is the error of `obsctl alerts rout`; commander shows the help of another command. */
function withoutHelp(program: Command, argv: readonly string[]): readonly string[] {
  const [help, ...names] = argv;
  if (help !== 'help' || names.length === 0 || names.some((name) => name.startsWith('-'))) return argv;
  let command: Command | undefined = program;
  for (const name of names) command = command?.commands.find((one) => one.name() === name);
  return command ? [...names, '--help'] : names;
}

/** In the order of the help: from definitions to servers. */
const commands = {
  build: buildCommand,
  validate: validateCommand,
  test: testCommand,
  diff: diffCommand,
  alerts: alertsCommand,
  plan: planCommand,
  apply: applyCommand,
  undo: undoCommand,
  status: statusCommand,
  explain: explainCommand,
};

/** Flags → options → command → reporter → exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const program = new Command('obsctl')
    .description('Dashboards and alerts as code, for Grafana, Prometheus and Alertmanager')
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => write(1, text), writeErr: (text) => write(2, text) })
    .addHelpText(
      'after',
      examples(
        'obsctl build                     # definitions to files, in build/<environment>/',
        'obsctl validate rules/*.yaml     # files of anybody, too',
        'obsctl diff --base origin/main   # what a change does',
        "obsctl alerts route severity=critical --at 'Sun 03:00'",
        'obsctl build --help              # so has each command',
      ),
    );

  // to describe all commands takes longer than to start the one that was asked for
  const asked = Object.entries(commands).filter(([name]) => name === argv[0]);
  for (const [, command] of asked.length > 0 ? asked : Object.entries(commands)) {
    command(program, async (...call) => {
      exitCode = await run(...call);
    });
  }

  try {
    await program.parseAsync(withoutHelp(program, argv), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
  return exitCode;
}
