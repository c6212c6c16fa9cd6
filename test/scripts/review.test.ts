import { execFile, execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { repository } from '../helpers/environment.js';
import { small, temporaryProject, write } from '../helpers/project.js';

const scripts = join(repository, 'scripts', 'review');

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly token: string | undefined;
}

/** What GitHub takes of a comment; GitLab takes more. */
const longest = 65_536;

/** The part of GitHub's and of GitLab's interface that comments take; 100 to a page. */
class FakeForge {
  readonly asked: Asked[] = [];
  comments: { id: number; body: string }[] = [];
  refuse: number | undefined;
  private readonly server: Server;

  constructor(
    private readonly list: RegExp,
    private readonly one: RegExp,
  ) {
    this.server = createServer((request, response) => {
      let text = '';
      request.on('data', (data) => {
        text += data;
      });
      request.on('end', () => {
        const url = new URL(request.url ?? '/', 'http://forge');
        const { authorization, 'private-token': token } = request.headers;
        this.asked.push({
          method: request.method ?? '',
          url: request.url ?? '',
          token: authorization ?? String(token),
        });
        const answer = (status: number, body: unknown) => response.writeHead(status).end(JSON.stringify(body));
        if (this.refuse !== undefined) return answer(this.refuse, { message: 'no' });
        if (text !== '' && JSON.parse(text).body.length > longest) return answer(422, { message: 'body is too long' });
        const id = Number(this.one.exec(url.pathname)?.[1]);
        if (request.method === 'GET' && this.list.test(url.pathname)) {
          const page = Number(url.searchParams.get('page'));
          return answer(200, this.comments.slice((page - 1) * 100, page * 100));
        }
        if (request.method === 'POST' && this.list.test(url.pathname)) {
          const comment = { id: 1_000 + this.comments.length, body: JSON.parse(text).body };
          this.comments.push(comment);
          return answer(201, comment);
        }
        const known = this.comments.find((comment) => comment.id === id);
        if (!known || !['PATCH', 'PUT'].includes(request.method ?? '')) return answer(404, { message: 'Not Found' });
        known.body = JSON.parse(text).body;
        return answer(200, known);
      });
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<unknown> {
    return new Promise((done) => this.server.close(done));
  }
}

const running: FakeForge[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((forge) => forge.stop()));
});

async function github() {
  const forge = new FakeForge(/^\/repos\/o\/r\/issues\/7\/comments$/, /^\/repos\/o\/r\/issues\/comments\/(\d+)$/);
  running.push(forge);
  const env = {
    GITHUB_API_URL: await forge.start(),
    GITHUB_REPOSITORY: 'o/r',
    GITHUB_TOKEN: 'very-secret-token',
    OBSCTL_PULL_REQUEST: '7',
    CI_MERGE_REQUEST_IID: '',
  };
  return { forge, env };
}

async function gitlab() {
  const path = '/projects/g%2Fp/merge_requests/3/notes';
  const forge = new FakeForge(new RegExp(`^${path}$`), new RegExp(`^${path}/(\\d+)$`));
  running.push(forge);
  const env = {
    CI_API_V4_URL: await forge.start(),
    CI_PROJECT_ID: 'g/p',
    CI_MERGE_REQUEST_IID: '3',
    OBSCTL_GITLAB_TOKEN: 'very-secret-token',
    GITHUB_REPOSITORY: '',
  };
  return { forge, env };
}

function run(file: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv) {
  return new Promise<{ code: number; output: string }>((done) => {
    const all = { ...process.env, GITHUB_STEP_SUMMARY: '', GITHUB_EVENT_PATH: '', ...env };
    execFile(file, [...args], { cwd, env: all }, (error, stdout, stderr) =>
      done({ code: error ? Number(error.code) : 0, output: `${stdout}${stderr}` }),
    );
  });
}

const comment = (cwd: string, env: NodeJS.ProcessEnv) =>
  run(process.execPath, [join(scripts, 'comment.mjs'), 'comment.md'], cwd, env);

describe.each([
  ['GitHub', github],
  ['GitLab', gitlab],
] as const)('the comment on a change at %s', (_, forgeOf) => {
  const text = (words: string) => `<!-- obsctl diff -->\n\n${words}\n`;

  it('is written once and then brought up to date, whatever others say', async () => {
    const { forge, env } = await forgeOf();
    forge.comments = Array.from({ length: 130 }, (_one, id) => ({ id, body: `by somebody ${id}` }));
    const cwd = temporaryProject({ 'comment.md': text('first') });
    expect(await comment(cwd, env)).toMatchObject({ code: 0, output: 'comment written\n' });
    writeFileSync(join(cwd, 'comment.md'), text('second'));
    expect(await comment(cwd, env)).toMatchObject({ code: 0, output: 'comment brought up to date\n' });
    expect(forge.comments).toHaveLength(131);
    expect(forge.comments.at(-1)?.body).toBe(text('second'));
    expect(forge.comments[0]?.body).toBe('by somebody 0');
  });

  it('stays in the log where the token may not write, and the token stays out of it', async () => {
    const { forge, env } = await forgeOf();
    forge.refuse = 403;
    const { code, output } = await comment(temporaryProject({ 'comment.md': text('from a fork') }), env);
    expect(code).toBe(0);
    expect(output).toContain('may not comment');
    expect(output).toContain('from a fork');
    expect(output).not.toContain('very-secret-token');
    expect(forge.asked[0]?.token).toContain('very-secret-token');
  });

  it('says which token is wanted where there is none, and asks nobody', async () => {
    const { forge, env } = await forgeOf();
    const cwd = temporaryProject({ 'comment.md': text('x') });
    const { code, output } = await comment(cwd, { ...env, GITHUB_TOKEN: '', OBSCTL_GITLAB_TOKEN: '' });
    expect(code).toBe(1);
    expect(output).toMatch(/nobody may comment without (GITHUB_TOKEN|OBSCTL_GITLAB_TOKEN)/);
    expect(forge.asked).toEqual([]);
  });

  it('fails where it is refused for another reason', async () => {
    const { forge, env } = await forgeOf();
    forge.refuse = 422;
    const { code, output } = await comment(temporaryProject({ 'comment.md': text('x') }), env);
    expect(code).toBe(1);
    expect(output).toContain('422');
  });
});

describe('the review of a change', () => {
  const git = (cwd: string, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd, encoding: 'utf8' });

  function project(change: Readonly<Record<string, string>>): string {
    const root = temporaryProject({ ...small, '.gitignore': 'node_modules\nbuild\n.obsctl\n' });
    git(root, 'init', '--quiet', '--initial-branch=main');
    git(root, 'add', '.');
    git(root, 'commit', '--quiet', '-m', 'first');
    git(root, 'checkout', '--quiet', '-b', 'change');
    write(root, change);
    git(root, 'commit', '--quiet', '--all', '-m', 'second');
    return root;
  }

  const review = async (root: string, env: NodeJS.ProcessEnv) => {
    const obsctl = `"${process.execPath}" "${join(repository, 'bin', 'obsctl.js')}"`;
    const { code, output } = await run('bash', [join(scripts, 'review.sh'), 'main'], root, { ...env, OBSCTL: obsctl });
    return { code, output, text: readFileSync(join(root, '.obsctl', 'review', 'comment.md'), 'utf8') };
  };

  const rules = String(small['monitoring/rules.ts']);

  it('says what changes and that all is well', async () => {
    const { forge, env } = await github();
    const root = project({ 'monitoring/rules.ts': rules.replace('gt(hottest, 30)', 'gt(hottest, 35)') });
    const { code, text } = await review(root, env);
    expect(text).toContain('**alert TooHot** threshold 30 → 35');
    expect(text).toContain('✅ build');
    expect(text).toContain('✅ validate');
    expect(forge.comments.map(({ body }) => body)).toEqual([text]);
    expect(code).toBe(0);
  });

  it('is cut where there is no room for it, says how much is left out, and is brought up to date all the same', async () => {
    const { forge, env } = await github();
    const group = (number: number, limit: number) =>
      `export const g${number} = ruleGroup('g${number}', { interval: '30s' }, [alert('TooHot${number}', {
        ...{ expr: gt(hottest, ${limit}), for: '5m', labels: { severity: 'warning' } },
        annotations: { summary: '{{ $labels.room }} ${'x'.repeat(700)}' },
      })]);\n`;
    const many = (limit: number) =>
      `${rules}${Array.from({ length: 150 }, (_, number) => group(number, limit)).join('')}`;
    const root = project({ 'monitoring/rules.ts': many(40) });
    const { code, output, text } = await review(root, env);
    expect(code, output).toBe(0);
    expect(text.length).toBeLessThan(longest);
    const shown = text.match(/<details><summary>rule group/g)?.length ?? 0;
    expect(shown).toBeGreaterThan(0);
    expect(text).toContain(`The details of ${150 - shown} entries are left out`);
    expect(text).toContain('✅ build');
    write(root, { 'monitoring/rules.ts': many(41) });
    const again = await review(root, env);
    expect(again.text).not.toBe(text);
    expect(forge.comments.map(({ body }) => body)).toEqual([again.text]);
  });

  it('is a comment in the log of a fork, whose token may not write', async () => {
    const { forge, env } = await github();
    forge.refuse = 403;
    const root = project({ 'monitoring/rules.ts': rules.replace('gt(hottest, 30)', 'gt(hottest, 35)') });
    const { code, output } = await review(root, env);
    expect(code).toBe(0);
    expect(output).toContain('**alert TooHot** threshold 30 → 35');
    expect(forge.comments).toEqual([]);
  });

  it('fails where the change does not compile, and says so in the comment', async () => {
    const { forge, env } = await github();
    const root = project({ 'monitoring/rules.ts': rules.replace('gt(hottest, 30)', 'gt(') });
    const { code, output } = await review(root, env);
    expect(code).toBe(1);
    expect(output).toContain('not sound: build');
    expect(forge.comments[0]?.body).toContain('the definitions do not compile');
  });
});
