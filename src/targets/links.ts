import { type Dispatcher, fetch } from 'undici';
import { dispatcherFor } from './http.js';
import { createPace, each } from './pace.js';
import type { World } from './world.js';

/** How many pages are asked for at once, whichever hosts they are on. */
const together = 8;
const timeout = 10_000;

/**
 * Which links do not answer, and what happened instead. Each is asked for once and without credentials: a page that
 * wants to know who reads it (401, 403) and one that is asked too often (429) are there.
 */
export async function deadLinks(
  links: Iterable<string>,
  world: Pick<World, 'variables'>,
  progress: (left: number) => void = () => {},
): Promise<Map<string, string>> {
  const dispatcher = dispatcherFor({ url: '' }, world);
  const all = [...new Set(links)];
  let left = all.length;
  const dead = new Map<string, string>();
  try {
    await each(createPace(together), all, async (link) => {
      const trouble = await troubleWith(link, dispatcher);
      if (trouble !== undefined) dead.set(link, trouble);
      left -= 1;
      progress(left);
    });
  } finally {
    await dispatcher.destroy();
  }
  return dead;
}

async function troubleWith(link: string, dispatcher: Dispatcher): Promise<string | undefined> {
  try {
    const head = await statusOf(link, 'HEAD', dispatcher);
    if (isThere(head)) return undefined;
    // not every server knows HEAD, and those that do not say so in many ways
    const status = await statusOf(link, 'GET', dispatcher);
    return isThere(status) ? undefined : `answers ${status}`;
  } catch (error) {
    const { name, message, cause } = error as Error & { cause?: NodeJS.ErrnoException };
    if (name === 'TimeoutError') return `does not answer within ${timeout / 1_000} s`;
    return `cannot be reached: ${cause?.code ?? (cause?.message || message)}`;
  }
}

async function statusOf(link: string, method: 'HEAD' | 'GET', dispatcher: Dispatcher): Promise<number> {
  const headers = { 'user-agent': 'obsctl' };
  const answer = await fetch(link, { method, headers, dispatcher, signal: AbortSignal.timeout(timeout) });
  await answer.body?.cancel();
  return answer.status;
}

function isThere(status: number): boolean {
  return (status >= 200 && status < 400) || status === 401 || status === 403 || status === 429;
}
