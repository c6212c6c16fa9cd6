// Preloaded by the bench: tells with which words and which input a command starts its bundler, as JSON on descriptor 3.
const childProcess = require('node:child_process');
const { writeSync } = require('node:fs');

const calls = [];
const { spawn } = childProcess;
childProcess.spawn = (file, args, options) => {
  const child = spawn(file, args, options);
  const end = child.stdin.end.bind(child.stdin);
  child.stdin.end = (input) => {
    calls.push({ file, args, input });
    return end(input);
  };
  return child;
};

process.once('exit', () => writeSync(3, JSON.stringify(calls)));
