import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { UserError } from '../../errors.js';

/** Another text for a file that is there: whole or not at all, with the permissions it had. */
export function replaceFile(file: string, text: string): void {
  // of a link, what it leads to
  const real = realpathSync(file);
  const temporary = `${real}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text, { mode: statSync(real).mode });
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
