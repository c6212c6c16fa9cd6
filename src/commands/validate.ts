import { checks } from '../checks/all.js';
import { explanationOf } from '../checks/check.js';
import { isUserError, UserError } from '../errors.js';
import type { Diagnostic, Report } from '../types.js';
import { type Checked, checkFiles, number } from './validate/files.js';
import { inOrder } from './validate/in-order.js';

export interface ValidateOptions {
  readonly cwd: string;
  /** Without any, the project is validated. */
  readonly files: readonly string[];
  readonly config?: string | undefined;
  readonly env?: readonly string[] | undefined;
  /** Whether warnings count as errors do. */
  readonly strict?: boolean | undefined;
  /** Mends in files what can be mended for certain. */
  readonly fix?: boolean | undefined;
  /** Of files: the versions of the servers they are for, as `prometheus=2.53`; the newest where none is named. */
  readonly target?: readonly string[] | undefined;
  /** Together with `fix`: writes nothing, and says what would be mended. */
  readonly check?: boolean | undefined;
  /** Asks the Prometheus of the one environment that is named, too. */
  readonly live?: boolean | undefined;
  /** Where it answers, where no target of the environment says so. */
  readonly prometheusUrl?: string | undefined;
  /** Whether answers of some minutes ago are believed. Default: yes. */
  readonly cache?: boolean | undefined;
  /** Milliseconds since 1970, by which their age is told. */
  readonly now?: (() => number) | undefined;
  /** The environment variables of whoever runs obsctl. */
  readonly variables?: Readonly<Record<string, string | undefined>> | undefined;
  readonly progress?: ((step: string) => void) | undefined;
}

/** What is wrong with the project's definitions, or with files, wherever they come from; needs no server. */
export async function validate(options: ValidateOptions): Promise<Report> {
  const { files, strict = false } = options;
  mustFit(options);
  const { diagnostics, isIncomplete, ...found } =
    files.length > 0 ? await checkFiles(options) : await checkProject(options).catch(orNameFiles);
  const counts = (severity: Diagnostic['severity']) => diagnostics.some((one) => one.severity === severity);
  const pending = (found.fixable ?? []).length > 0;
  const exitCode = isIncomplete ? 2 : counts('error') || (strict && counts('warning')) || pending ? 1 : 0;
  const codes = new Set(diagnostics.map(({ code }) => code));
  const about = checks.filter(({ code }) => codes.has(code)).map(explanationOf);
  return { command: 'validate', exitCode, diagnostics: inOrder(diagnostics), about, strict, ...found };
}

function mustFit({ files, fix = false, check = false, live = false, target = [] }: ValidateOptions): void {
  if (check && !fix) throw new UserError('--check goes with --fix', { help: 'validate alone never writes anything' });
  if (target.length > 0 && files.length === 0) {
    throw new UserError('--target is for files', { help: 'the versions of an environment stand in its configuration' });
  }
  if (live && files.length > 0) {
    throw new UserError('--live asks the server of an environment, and files have none', { help: 'leave them out' });
  }
  if (fix && files.length === 0) {
    throw new UserError('--fix mends files, and none is named', {
      help: 'name them; what is wrong in definitions is yours to mend, as only you know what was meant',
    });
  }
}

/** Without files, the project itself; its compiler is loaded only then, and only where something has changed. */
async function checkProject(options: ValidateOptions): Promise<Checked> {
  const { rememberVerdict, validatedBefore } = await import('./validate/validated-before.js');
  const before = options.live ? undefined : validatedBefore(options);
  if (before) return { diagnostics: before.diagnostics, root: before.root, checked: counted(before.queries) };
  options.progress?.('reading definitions');
  const { validateProject } = await import('./validate/project.js');
  const { diagnostics, queries, project, checked } = validateProject(options);
  rememberVerdict(options, project, { diagnostics, queries });
  if (options.live) {
    const { askServer } = await import('./live/ask-server.js');
    const live = await askServer({ ...options, project, checked });
    const old =
      live.kept > 0 ? `, ${number(live.kept, 'answer')} of less than ${number(live.minutes, 'minute')} ago` : '';
    const all = [...diagnostics, ...live.diagnostics];
    return { diagnostics: all, root: project.root, checked: `${counted(queries)}${old}` };
  }
  return { diagnostics, root: project.root, checked: counted(queries) };
}

/** Where there is no project, somebody may have wanted to check files. */
function orNameFiles(error: unknown): never {
  if (!isUserError(error) || error.code !== 'config/missing') throw error;
  const help = `${error.help}; files need no project: obsctl validate rules/*.yaml`;
  throw new UserError(error.message, { code: error.code, help });
}

function counted(queries: number): string {
  return queries === 1 ? '1 query' : `${queries} queries`;
}
