import { readFileSync } from 'node:fs';
import type { Reload } from '../../define/targets.js';
import { isUserError, UserError } from '../../errors.js';
import { type Client, pause, refusal } from '../client.js';
import type { World } from '../world.js';
import { execute } from './command-place.js';

/** How long a server may take to come back when it is just being restarted. */
const patience = { attempts: 40, milliseconds: 500 };
/** And how long until its metrics tell of a reload. */
const attemptsToSee = 20;

/** One that did not come back within that time is not waited for again. */
export interface Waiting {
  readonly impatient?: boolean;
}

/** POST /-/reload, as Prometheus, Alertmanager and the blackbox exporter have it. The answer comes when it is done. */
async function reloadOverHttp(client: Client, url: string, needs: string, { impatient }: Waiting): Promise<void> {
  const attempts = impatient ? 1 : patience.attempts;
  for (let attempt = 1; ; attempt += 1) {
    try {
      // one that is away is asked again here, and nowhere else
      const answer = await client.ask('/-/reload', { method: 'POST', tries: 1 });
      if (answer.ok) return;
      if (isPassing(answer.status) && attempt < attempts) {
        await pause(patience.milliseconds);
        continue;
      }
      if (answer.status === 403 || answer.status === 404) {
        throw new UserError(`${url} does not reload over HTTP: ${answer.text.trim()}`, {
          code: 'target/no-reload',
          help: needs,
          exitCode: 3,
        });
      }
      if (answer.status >= 500) {
        throw new UserError(`${url} refuses the files: ${answer.text.trim()}`, { code: 'target/reload-failed' });
      }
      throw refusal(url, 'to reload', answer);
    } catch (error) {
      const isAway = isUserError(error) && error.code === 'target/unreachable';
      if (!isAway || attempt === attempts) throw error;
      await pause(patience.milliseconds);
    }
  }
}

/** Whoever stands before a server that is away says so, and not that it refuses its files. */
const isPassing = (status: number): boolean => status === 429 || (status >= 502 && status <= 504);

/** Tells a server by a signal or a command; whether it liked the files, neither says. */
export async function reloadBy(reload: Exclude<Reload, 'http'>, name: string, world: World): Promise<void> {
  if ('command' in reload) return execute(reload.command, { step: 'reload', name, variables: world.variables });
  try {
    const text = readFileSync(reload.pidFile, 'utf8').trim();
    // 0 and less would be our own process, and others of its group
    if (!/^[1-9]\d*$/.test(text)) throw new Error(`it holds "${text}"`);
    process.kill(Number(text), 'SIGHUP');
  } catch (error) {
    throw new UserError(`the server of ${name} cannot be told by ${reload.pidFile}: ${(error as Error).message}`, {
      code: 'target/no-reload',
      help: 'the file has to hold the number of its process, and obsctl has to be allowed to signal it',
      exitCode: 3,
      cause: error,
    });
  }
}

/**
 * Reloads and waits until the server's own metrics say how it went. `prefix` is that of `…_last_reload_successful`.
 */
export async function reloadAndSee(options: {
  readonly reload: Reload;
  readonly client: Client;
  readonly url: string;
  readonly name: string;
  readonly prefix: string;
  readonly needs: string;
  readonly world: World;
  readonly waiting: Waiting | undefined;
}): Promise<void> {
  const { reload, client, url, name, prefix, world, waiting = {} } = options;
  if (reload === 'http') return reloadOverHttp(client, url, options.needs, waiting);
  const before = await metric(client, url, `${prefix}_last_reload_success_timestamp_seconds`);
  await reloadBy(reload, name, world);
  for (let attempt = 0; attempt < attemptsToSee; attempt += 1) {
    await pause(patience.milliseconds);
    const success = await metric(client, url, `${prefix}_last_reload_successful`);
    if (success === 0) {
      throw new UserError(`${url} refuses the files: its log says why`, { code: 'target/reload-failed' });
    }
    if ((await metric(client, url, `${prefix}_last_reload_success_timestamp_seconds`)) !== before) return;
  }
  throw new UserError(`${url} was told to reload and did not within 10 seconds`, { code: 'target/reload-failed' });
}

/** The value of a metric without labels that a server exposes about itself. */
export async function metric(client: Client, url: string, name: string): Promise<number | undefined> {
  const answer = await client.ask('/metrics', { headers: { accept: 'text/plain' } });
  if (!answer.ok) throw refusal(url, 'for its metrics', answer);
  const [, value] = new RegExp(`^${name} (\\S+)$`, 'm').exec(answer.text) ?? [];
  return value === undefined ? undefined : Number(value);
}
