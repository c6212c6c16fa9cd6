// Loads the bundles of dist/ with V8's code cache: most of the time a small command needs goes into compiling.
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { dirname, join, basename } = require('node:path');
const v8 = require('node:v8');
const vm = require('node:vm');

const toSave = [];
process.once('exit', () => {
  for (const [file, script] of toSave) save(file, script);
});

/** Like `require`, for a bundle and the bundles it asks for. */
function load(file) {
  const code = readFileSync(file, 'utf8');
  const cacheFile = cacheFileOf(file);
  const cachedData = read(cacheFile);
  const script = new vm.Script(`(function (exports, require, module, __filename, __dirname) {${code}\n})`, {
    filename: file,
    cachedData,
  });
  const real = createRequire(file);
  const require_ = (name) => (/^\.\.?\/.*\.cjs$/.test(name) ? load(join(dirname(file), name)) : real(name));
  require_.resolve = real.resolve;
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require_, module, file, dirname(file));
  // after the run, so that the functions it needed are in the cache too
  if (!cachedData || script.cachedDataRejected) toSave.push([cacheFile, script]);
  return module.exports;
}

/** The cache belongs to one build of obsctl and one V8: it checks nothing but the length of the source itself. */
function cacheFileOf(file) {
  const folder = join(__dirname, '..', 'dist');
  const build = read(join(folder, 'build-id'))?.toString() ?? 'none';
  return join(folder, 'cache', `${basename(file)}-${build}-${v8.cachedDataVersionTag()}`);
}

function read(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Where obsctl is installed read-only, it starts a little slower. */
function save(file, script) {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const temporary = `${file}.${process.pid}`;
    writeFileSync(temporary, script.createCachedData());
    renameSync(temporary, file);
  } catch {}
}

module.exports = { load };
