// What a first build takes whoever does it: node alone, the bundler alone, and the files alone.
import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Commands that do one part of a first build and nothing else.
 * @param build runs one with these modules loaded before, and answers what is told on descriptor 3
 */
export function floors({ project }, build) {
  const written = join(project, 'written-by-node');
  const writing = recordFiles(project, written);
  const bundling = JSON.parse(build(join(import.meta.dirname, 'bundler-calls.cjs'))).find(({ args }) =>
    args.some((arg) => /^--outfile=.*definitions-/.test(arg)),
  );
  return [
    { name: 'the bundler on the same modules', command: [bundling.file, ...bundling.args], input: bundling.input },
    {
      name: 'node, writing the same files',
      command: [process.execPath, join(import.meta.dirname, 'write-files.cjs'), ...writing],
      // as of a build: nothing has just been removed there
      before: (_, round) => existsSync(written) && renameSync(written, `${written}-${round}`),
    },
  ];
}

/** Keeps the bytes of all files of a build in one, with the list of them. */
function recordFiles(project, written) {
  const build = join(project, 'build');
  const paths = readdirSync(build, { recursive: true }).filter((path) => statSync(join(build, path)).isFile());
  const contents = paths.map((path) => readFileSync(join(build, path)));
  const [list, bytes] = [join(project, 'files.json'), join(project, 'files.bytes')];
  writeFileSync(list, JSON.stringify(paths.map((path, index) => ({ path, length: contents[index].length }))));
  writeFileSync(bytes, Buffer.concat(contents));
  return [list, bytes, written];
}
