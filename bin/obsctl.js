#!/usr/bin/env node
const { main } = require('../dist/cli.cjs');

main(process.argv.slice(2)).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error) => {
    process.stderr.write(`obsctl failed in a way it should not have. Please report this:\n${error.stack}\n`);
    process.exitCode = 70;
  },
);
