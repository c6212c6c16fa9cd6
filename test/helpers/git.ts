import { execFileSync } from 'node:child_process';

const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.com'];

/** Runs git as somebody who has a name, whatever this machine's own settings are. */
export function git(cwd: string, ...args: string[]): string {
  return execFileSync('git', [...identity, ...args], { cwd, encoding: 'utf8' });
}
