import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../errors.js';

export const fileName = 'obsctl.config.ts';

/** Where the configuration stands: the file named, or the nearest one at or above `cwd`. */
export function configFile(options: { readonly cwd: string; readonly file?: string | undefined }): string {
  const file = options.file ? resolve(options.cwd, options.file) : nearest(options.cwd);
  if (existsSync(file)) return file;
  throw new UserError(`there is no file ${options.file}`, { help: 'give --config the path of obsctl.config.ts' });
}

function nearest(from: string): string {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const file = join(folder, fileName);
    if (existsSync(file)) return file;
    if (dirname(folder) === folder) {
      throw new UserError(`there is no ${fileName} in this folder or above it`, {
        code: 'config/missing',
        help: 'run obsctl inside a project, or name the file with --config',
      });
    }
  }
}
