import { existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { UserError } from '../../errors.js';

/** The text of a file, new or instead of another: whole or not at all, with the permissions that one had. */
export function replaceFile(file: string, text: string): void {
  // of a link, what it leads to
  const real = existsSync(file) ? realpathSync(file) : file;
  const temporary = `${real}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text, { mode: existsSync(real) ? statSync(real).mode : 0o644 });
    renameSync(temporary, real);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new UserError(`${file} cannot be written: ${(error as Error).message}`, {
      code: 'file/cannot-write',
      help: 'check its permissions and the free space',
      cause: error,
    });
  }
}
