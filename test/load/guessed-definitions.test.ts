import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { guessedDefinitions } from '../../src/load/guessed-definitions.js';
import { temporaryProject } from '../helpers/project.js';

const guessed = (text: string) =>
  guessedDefinitions(join(temporaryProject({ 'obsctl.config.ts': text }), 'obsctl.config.ts'));

describe('the folders of the definitions', () => {
  it('are guessed from the text of the configuration', () => {
    expect(guessed("{ definitions: ['alerts', 'dashboards/shop'] }")).toEqual(['alerts', 'dashboards/shop']);
    expect(guessed('{ definitions: [\n  "alerts",\n  // more\n  "a-b",\n], out: ["x"] }')).toEqual(['alerts', 'a-b']);
  });

  it('are not guessed where the text does not show them, or they lie outside of the project', () => {
    expect(guessed('{ definitions: folders }')).toEqual([]);
    expect(guessed("{ definitions: ['/etc', '..', '../other'] }")).toEqual([]);
  });
});
