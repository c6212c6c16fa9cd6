import { readFileSync } from 'node:fs';

/**
 * The folders of the definitions as the text of a configuration shows them: `definitions: ['alerts', 'dashboards']`.
 * Only the configuration itself can tell, so this is no more than where to begin before it has been run.
 */
export function guessedDefinitions(configFile: string): readonly string[] {
  const [, list = ''] = /\bdefinitions:\s*\[([^\]]*)\]/.exec(readFileSync(configFile, 'utf8')) ?? [];
  return [...list.matchAll(/['"](\w[\w/-]*)['"]/g)].map(([, folder = '']) => folder);
}
