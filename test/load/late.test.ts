import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { obsctl, temporaryProject } from '../helpers/project.js';

/** Says at the end of a process which of node's own modules and of our bundles it has loaded. */
const watching = `const { appendFileSync } = require('node:fs');
const vm = require('node:vm');
const { Script } = vm;
const bundles = [];
vm.Script = class extends Script {
  constructor(code, options) {
    super(code, options);
    bundles.push(options.filename.split('/').pop());
  }
};
process.on('exit', () => {
  const own = process.moduleLoadList.filter((one) => one.startsWith('NativeModule ')).map((one) => one.slice(13));
  appendFileSync(process.env.LOADED, JSON.stringify([...own, ...bundles]));
});
`;

async function loaded(name: string, content: string): Promise<string[]> {
  const root = temporaryProject({ 'watch.cjs': watching, [name]: content });
  const file = join(root, 'loaded');
  const { code, stdout } = await obsctl(root, ['validate', name], {
    NODE_OPTIONS: `--require ${join(root, 'watch.cjs')}`,
    LOADED: file,
  });
  expect(stdout).toBe('nothing found in 1 file\n');
  expect(code).toBe(0);
  return JSON.parse(readFileSync(file, 'utf8'));
}

const slow = ['crypto', 'child_process', 'tty', 'readline/promises'];

it('a dashboard is checked without what takes node long to load, and without the YAML library', async () => {
  const files = await loaded('a.json', '{"title": "A", "editable": false, "panels": []}');
  expect(files).toEqual(expect.arrayContaining(['fs', 'cli.cjs', 'commands-validate.cjs', 'report-text.cjs']));
  expect(files.filter((one) => slow.includes(one) || one === 'js-yaml.cjs')).toEqual([]);
});

it('the library is there for the YAML that only it can read', async () => {
  const files = await loaded('a.yaml', 'groups: [{name: a, rules: [{record: "a:b", expr: up}]}]\n');
  expect(files).toContain('js-yaml.cjs');
  expect(files.filter((one) => slow.includes(one))).toEqual([]);
});
