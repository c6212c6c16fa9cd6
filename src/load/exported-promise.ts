import { UserError } from '../errors.js';
import type { Bundle } from './bundle.js';
import { originOf, sourcesBelow } from './source-keys.js';

/** Refuses an export that is still to come: nobody waits for it, and what it holds would be missing without a word. */
export function refusePromises({ root, entries }: Bundle, modules: readonly Readonly<Record<string, unknown>>[]): void {
  for (const [index, module] of modules.entries()) {
    for (const [name, value] of Object.entries(module)) {
      const isPromise =
        value instanceof Promise || (Array.isArray(value) && value.some((one) => one instanceof Promise));
      if (!isPromise) continue;
      throw new UserError(`the ${name === 'default' ? 'default export' : `export ${name}`} is a promise`, {
        code: 'definition/invalid',
        help: 'modules of definitions are read at once: write it without async',
        origin: placeOfExport(root, entries[index] ?? '', name),
      });
    }
  }
}

/** Of one that is written in another way, the beginning of the module. */
function placeOfExport(root: string, file: string, name: string) {
  const text = sourcesBelow(root)(file) ?? '';
  const written = name === 'default' ? 'default\\s+' : `(?:const|let|var)\\s+(?=${name.replaceAll('$', '\\$')}[\\s:=])`;
  const found = new RegExp(`^export\\s+${written}`, 'm').exec(text);
  return originOf({ file, text, at: found ? found.index + found[0].length : 0 });
}
