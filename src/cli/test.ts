import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError } from 'commander';
import { type CommonOptions, common, each, examples, type Run, write } from './run.js';

interface Flags {
  readonly env?: string[];
  readonly filter?: string;
  readonly kind?: (typeof kinds)[number][];
  readonly update?: boolean;
  readonly coverage?: boolean;
  readonly watch?: boolean;
  readonly mutate?: boolean;
  readonly sample?: number;
  readonly seed?: number;
  readonly minScore?: number;
  readonly explained?: boolean;
}

const kinds = ['rules', 'route', 'message', 'scenario'] as const;

export function testCommand(program: Command, run: Run): void {
  common(program.command('test'), ['junit'])
    .description(
      'run the tests beside the definitions: rules (by the promtool of each environment), routes, messages, scenarios',
    )
    .option('--env <name>', 'only this environment; repeats (default: all)', each)
    .option('--filter <text>', 'only tests whose name, rule or file contains it')
    .option('--kind <kind>', `only tests of ${kinds.join(', ')}; repeats (default: all)`, eachKind)
    .option('--update', 'write what messages read like into the files beside their tests, and remove those of none')
    .option('--coverage', 'show the rules, routes, inhibitions and branches of templates that no test touches')
    .option('--watch', 'run them again whenever a definition changes, until interrupted')
    .option('--mutate', 'change the rules, one thing at a time, and show what no test notices')
    .option('--sample <count>', 'with --mutate: only so many changes', wholeNumber)
    .option('--seed <number>', 'with --sample: which ones', wholeNumber)
    .option(
      '--min-score <percent>',
      'with --mutate: exit 1 when fewer changes are noticed, of alert rules or of recording rules',
      wholeNumber,
    )
    .option('--explained', 'with --mutate: exit 1 when a change is not noticed and no survivor() says why')
    .addHelpText(
      'after',
      examples(
        'obsctl test',
        'obsctl test --env prod --filter HighCpuUsage',
        'obsctl test --kind route --kind message      # without promtool, at once',
        'obsctl test --mutate --filter HighCpuUsage',
        'obsctl test --format json | jq .summary',
      ),
    )
    .action(async (flags: CommonOptions & Flags) => {
      const once = () =>
        run('test', flags, async (progress) => {
          const { test } = await import('../commands/test.js');
          return test({
            cwd: process.cwd(),
            progress,
            now: new Date(),
            variables: process.env,
            processes: availableParallelism(),
            ...flags,
          });
        });
      if (!flags.watch) return once();
      const { stateOf, untilChanged } = await import('../commands/watch.js');
      for (;;) {
        // of before the run: what is saved while the tests run has to run them again
        const before = stateOf(process.cwd());
        await once();
        write(2, 'waiting for changes\n');
        await untilChanged(process.cwd(), before);
      }
    });
}

function eachKind(text: string, before: readonly (typeof kinds)[number][] = []): (typeof kinds)[number][] {
  const kind = kinds.find((one) => one === text);
  if (kind) return [...before, kind];
  throw new InvalidArgumentError(`the kinds are ${kinds.join(', ')}`);
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('a whole number is needed');
  return Number(text);
}
