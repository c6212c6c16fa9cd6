import { readFile } from 'node:fs/promises';

/**
 * An esbuild plugin that reads the Grafana Foundation SDK, which is published as CommonJS, as ES modules.
 * Only then can the bundler leave out what is not used: nine tenths of it, and most of its start-up time.
 * The SDK is regular compiler output, so a few patterns cover it; anything they miss would still hold an
 * `exports` or `require`, and that is an error here, not at run time.
 */
export const sdkAsModules = {
  name: 'sdk-as-modules',
  setup(plugin) {
    plugin.onLoad({ filter: /grafana-foundation-sdk[\\/]dist[\\/].*\.js$/ }, async ({ path }) => {
      const contents = asModule(await readFile(path, 'utf8'));
      const left = contents.split('\n').find((line) => /\b(exports|require|tslib_\d)\b/.test(withoutComment(line)));
      if (left) throw new Error(`${path}: cannot be read as an ES module: ${left.trim()}`);
      return { contents, loader: 'js' };
    });
  },
};

function asModule(code) {
  return code
    .replace(/^"use strict";$/m, '')
    .replace(/^Object\.defineProperty\(exports, "__esModule".*$/m, '')
    .replace(/^const tslib_\d = require\("tslib"\);$/m, '')
    .replace(/^(exports\.\w+ = )+void 0;$/gm, '')
    .replace(/^const (\w+) = tslib_\d\.__importStar\(require\("(.+)"\)\);$/gm, 'import * as $1 from "$2";')
    .replace(/^tslib_\d\.__exportStar\(require\("(.+)"\), exports\);$/gm, 'export * from "$1";')
    .replace(/^exports\.(\w+) = \1;$/gm, 'export { $1 };')
    .replace(/^exports\.(\w+) = /gm, 'export const $1 = ')
    .replace(/^\}\)\((\w+) \|\| \(exports\.\1 = \1 = \{\}\)\);$/gm, '})($1 || ($1 = {}));\nexport { $1 };')
    .replace(/\(0, exports\.(\w+)\)/g, '$1')
    .replace(/\bexports\.(\w+)/g, '$1');
}

function withoutComment(line) {
  return line
    .replace(/\/\/.*$/, '')
    .replace(/^\s*\*.*$/, '')
    .replace(/"[^"]*"/g, '');
}
