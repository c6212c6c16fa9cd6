// Loads the bundles of dist/ with V8's code cache: most of the time a small command needs goes into compiling.
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { dirname, join, basename } = require('node:path');
const vm = require('node:vm');

let runsShort = false;
let toSave = [];
process.once('exit', saveAll);

const loaded = new Map();

/** Like `require`, for a bundle and the bundles it asks for. */
function load(file) {
  if (!loaded.has(file)) loaded.set(file, loadNow(file));
  return loaded.get(file);
}

function loadNow(file) {
  const code = readFileSync(file, 'utf8');
  if (runsShort || code.length > 200_000) runShort();
  const cacheFile = cacheFileOf(file);
  const cachedData = read(cacheFile);
  const script = new vm.Script(`(function (exports, require, module, __filename, __dirname) {${code}\n})`, {
    filename: file,
    cachedData,
  });
  const real = createRequire(file);
  const now = (name) => (/^\.\.?\/.*\.cjs$/.test(name) ? load(join(dirname(file), name)) : real(name));
  const require_ = (name) => (late.includes(name) ? whenUsed(() => now(name)) : now(name));
  require_.resolve = real.resolve;
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require_, module, file, dirname(file));
  // after the run, so that the functions it needed are in the cache too
  if (!cachedData || script.cachedDataRejected) toSave.push([cacheFile, script]);
  return module.exports;
}

/** Most bundles name these, and few runs use them; together they take as long as all else that a small command loads. */
const late = [
  ...['node:child_process', 'node:crypto', 'node:readline/promises', 'node:timers/promises'],
  ...['./js-yaml.cjs', './load-config-schema.cjs'],
];

/** Stands for a module until something of it is asked for. */
function whenUsed(loadIt) {
  let module;
  const get = (_, name) => {
    module ??= loadIt();
    return module[name];
  };
  return new Proxy({}, { get });
}

/**
 * Node 20 makes machine code of each function after some thousand calls, as if the process were to live long. Ours ends
 * before that pays: it was a sixth of a build and a third of validate. Later versions of node wait longer by themselves.
 * Nor does it pay to make room for more new objects, or to collect them with several threads: memory that nobody has
 * touched yet is slow. Small commands are better off without: node's own modules are compiled anew after it.
 */
function runShort() {
  if (!process.versions.v8.startsWith('11.')) return;
  // V8 takes code only with the flags with which it was saved
  if (!runsShort) saveAll();
  const { setFlagsFromString } = require('node:v8');
  for (const flag of flagsOfShortRuns) setFlagsFromString(flag);
  runsShort = true;
}

const flagsOfShortRuns = ['--interrupt-budget=1000000', '--semi-space-growth-factor=1', '--no-parallel-scavenge'];

/** The cache belongs to one build of obsctl: of the source V8 checks nothing but its length, of itself everything. */
function cacheFileOf(file) {
  const folder = join(__dirname, '..', 'dist');
  const build = read(join(folder, 'build-id'))?.toString() ?? 'none';
  const { v8 } = process.versions;
  return join(folder, 'cache', `${basename(file)}-${build}-${v8}-${process.arch}${runsShort ? '-short' : ''}`);
}

function read(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Where obsctl is installed read-only, it starts a little slower. */
function saveAll() {
  try {
    for (const [file, script] of toSave) {
      mkdirSync(dirname(file), { recursive: true });
      const temporary = `${file}.${process.pid}`;
      writeFileSync(temporary, script.createCachedData());
      renameSync(temporary, file);
    }
  } catch {}
  toSave = [];
}

module.exports = { load };
