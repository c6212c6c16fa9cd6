// Puts a text on a pull request of GitHub or a merge request of GitLab: one comment, found again by the marker in its
// first line and brought up to date. usage: comment.mjs FILE
// GitHub: GITHUB_TOKEN, GITHUB_REPOSITORY, and the number in the event or in OBSCTL_PULL_REQUEST.
// GitLab: OBSCTL_GITLAB_TOKEN (the token of a job may not write comments), CI_PROJECT_ID, CI_MERGE_REQUEST_IID.
import { readFileSync } from 'node:fs';

const [file] = process.argv.slice(2);
const { env } = process;
const body = readFileSync(file, 'utf8');
const marker = /^<!--.*-->/.exec(body)?.[0];
if (!marker) stop(`${file} does not begin with a marker such as <!-- obsctl diff -->`);

const place = github() ?? gitlab();
if (!place) {
  console.log('not on a pull request: the comment stays in the log');
  console.log(body);
} else {
  await comment(place);
}

function github() {
  if (!env.GITHUB_REPOSITORY) return undefined;
  const number = env.OBSCTL_PULL_REQUEST || eventNumber();
  if (!number) return undefined;
  const api = `${env.GITHUB_API_URL ?? 'https://api.github.com'}/repos/${env.GITHUB_REPOSITORY}/issues`;
  return {
    list: `${api}/${number}/comments`,
    one: (id) => `${api}/comments/${id}`,
    update: 'PATCH',
    headers: { authorization: `Bearer ${env.GITHUB_TOKEN}`, accept: 'application/vnd.github+json' },
    token: env.GITHUB_TOKEN,
    wanted: 'GITHUB_TOKEN with the permission pull-requests: write',
  };
}

function gitlab() {
  if (!env.CI_MERGE_REQUEST_IID) return undefined;
  const project = encodeURIComponent(env.CI_PROJECT_ID);
  const list = `${env.CI_API_V4_URL}/projects/${project}/merge_requests/${env.CI_MERGE_REQUEST_IID}/notes`;
  return {
    list,
    one: (id) => `${list}/${id}`,
    update: 'PUT',
    headers: { 'private-token': env.OBSCTL_GITLAB_TOKEN },
    token: env.OBSCTL_GITLAB_TOKEN,
    wanted: 'OBSCTL_GITLAB_TOKEN, a project token with the scope api',
  };
}

function eventNumber() {
  try {
    return JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, 'utf8')).pull_request?.number;
  } catch {
    return undefined;
  }
}

async function comment(place) {
  if (!place.token) stop(`nobody may comment without ${place.wanted}`);
  const own = await find(place);
  const answer = own
    ? await ask(place, place.update, place.one(own), { body })
    : await ask(place, 'POST', place.list, { body });
  // the token of a fork may only read: the change is not to blame
  if (answer.status === 403) {
    console.error(`this token may not comment; it takes ${place.wanted}. The comment:\n\n${body}`);
    return;
  }
  if (!answer.ok) stop(`the comment was refused: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
  console.log(own ? 'comment brought up to date' : 'comment written');
}

/** The number of our comment, on whichever page it is. */
async function find(place) {
  for (let page = 1; ; page++) {
    const answer = await ask(place, 'GET', `${place.list}?per_page=100&page=${page}`);
    if (answer.status === 403) return undefined;
    if (!answer.ok) stop(`the comments cannot be read: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
    const comments = await answer.json();
    const own = comments.find((one) => one.body.startsWith(marker));
    if (own) return own.id;
    if (comments.length < 100) return undefined;
  }
}

async function ask(place, method, url, content) {
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await fetch(url, {
        method,
        headers: { ...place.headers, ...(content ? { 'content-type': 'application/json' } : {}) },
        body: content ? JSON.stringify(content) : undefined,
        signal: AbortSignal.timeout(30_000),
      });
      // what was written may have arrived all the same: only what reads or replaces is tried again
      if (answer.status < 500 || method === 'POST' || attempt === 3) return answer;
    } catch (error) {
      if (method === 'POST' || attempt === 3)
        stop(`${new URL(url).host} cannot be reached: ${error.cause?.message ?? error.message}`);
    }
    await new Promise((done) => setTimeout(done, attempt * 500));
  }
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
