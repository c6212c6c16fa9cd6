// What node needs to write the files of a build that are known before: `node write-files.cjs LIST BYTES FOLDER`.
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

const [, , list, bytes, folder] = process.argv;
const all = readFileSync(bytes);
let from = 0;
for (const { path, length } of JSON.parse(readFileSync(list, 'utf8'))) {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, all.subarray(from, from + length));
  from += length;
}
