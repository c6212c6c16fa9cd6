// Preloaded by the bench: tells with which words and which input a command starts its bundler, as JSON on descriptor 3.
const childProcess = require('node:child_process');
const { fstatSync, readSync, writeSync } = require('node:fs');

const calls = [];
const { spawn } = childProcess;
childProcess.spawn = (file, args, options) => {
  const [input] = options.stdio;
  const bytes = Buffer.alloc(fstatSync(input).size);
  // from its beginning, and where the bundler will read goes on to be that
  readSync(input, bytes, 0, bytes.length, 0);
  calls.push({ file, args, input: bytes.toString() });
  return spawn(file, args, options);
};

process.once('exit', () => writeSync(3, JSON.stringify(calls)));
