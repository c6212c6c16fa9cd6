#!/usr/bin/env node
const { readFileSync, writeSync } = require('node:fs');
const { join } = require('node:path');

const argv = process.argv.slice(2);

// answered before anything is loaded
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  const { version } = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8'));
  writeSync(1, `${version}\n`);
} else {
  const { load } = require('./load.js');
  load(join(__dirname, '..', 'dist', 'cli.cjs'))
    .main(argv)
    .catch((error) => {
      writeSync(2, `obsctl failed in a way it should not have. Please report this:\n${error.stack}\n`);
      return 70;
    })
    // all is written by now; to end by itself, node would collect garbage first
    .then((exitCode) => process.exit(exitCode));
}
