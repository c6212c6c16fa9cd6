import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from '../load/project.js';
import { type Text, wholeFile } from '../read/places.js';

/** The template files beside the definitions, by what is written in them: definitions import them as texts. */
export function templateFiles({
  root,
  definitions,
}: Pick<Project, 'root' | 'definitions'>): ReadonlyMap<unknown, Text> {
  const files = definitions.flatMap((folder) => {
    if (!existsSync(join(root, folder))) return [];
    const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
    return names.filter((name) => name.endsWith('.tmpl')).map((name) => join(folder, name));
  });
  return new Map(
    files.sort().map((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      return [text, wholeFile(file.replaceAll('\\', '/'), text)];
    }),
  );
}
