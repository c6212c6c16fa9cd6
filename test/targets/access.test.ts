/** How servers are reached: certificates, proxies, and signals instead of requests. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { write } from '../helpers/project.js';
import { authority, canCertify } from '../real/certificate.js';
import { binary, freePort, type Generation, isThere, start } from '../real/servers.js';
import { reportOf, rulesAbove, runningPrometheus, stage, temporaryFolder } from './stage.js';

const generations = (['bookworm', 'forky'] as const).filter(isThere);

interface Issued {
  readonly certFile: string;
  readonly keyFile: string;
}

/** A Prometheus that speaks TLS only, and only with whom its authority has certified. */
async function guardedPrometheus(generation: Generation, name = '127.0.0.1') {
  const trusted = authority();
  onTestFinished(() => rmSync(trusted.folder, { recursive: true, force: true }));
  const [own, client] = [trusted.sign(name), trusted.sign('obsctl')];
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'rules'));
  write(folder, {
    'prometheus.yml': "rule_files: ['rules/*.yaml']\n",
    'web.yml': `tls_server_config:
  cert_file: ${own.certFile}
  key_file: ${own.keyFile}
  client_auth_type: RequireAndVerifyClientCert
  client_ca_file: ${trusted.caFile}
`,
  });
  const port = await freePort();
  const files = { ca: readFileSync(trusted.caFile), servername: name, ...pemOf(client) };
  const ask = (path: string) =>
    new Promise<string>((done, fail) => {
      const sent = httpsRequest({ host: '127.0.0.1', port, path, agent: false, ...files }, (answer) => {
        let text = '';
        answer.on('data', (data) => {
          text += data;
        });
        answer.on('end', () => (answer.statusCode === 200 ? done(text) : fail(new Error(text))));
      });
      sent.once('error', fail).end();
    });
  const args = [
    `--config.file=${folder}/prometheus.yml`,
    `--web.config.file=${folder}/web.yml`,
    `--storage.tsdb.path=${folder}/data`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--web.enable-lifecycle',
  ];
  const ready = () =>
    ask('/-/ready').then(
      () => true,
      () => false,
    );
  const server = await start(binary(generation, 'prometheus'), () => args, { ready, port });
  onTestFinished(() => server.stop());
  const rules = async () => {
    const { data } = JSON.parse(await ask('/api/v1/rules')) as { data: { groups: { rules: { query: string }[] }[] } };
    return data.groups.flatMap((group) => group.rules.map(({ query }) => query));
  };
  const url = `https://127.0.0.1:${port}`;
  const target = (tls: string, more = '') =>
    `target.prometheus({ folder: '${folder}', url: '${url}', check: false, tls: {${tls}}, ${more} })`;
  return { trusted, client, folder, url, rules, target };
}

const pemOf = ({ certFile, keyFile }: Issued) => ({ cert: readFileSync(certFile), key: readFileSync(keyFile) });
const tlsOf = (caFile: string, { certFile, keyFile }: Issued) =>
  `caFile: '${caFile}', certFile: '${certFile}', keyFile: '${keyFile}'`;

interface Proxy {
  readonly port: number;
  /** What went through it: `CONNECT host:port` or `GET http://…`. */
  readonly asked: readonly string[];
}

/** A forward proxy, which tunnels too; of those who name a user it wants the password as well. */
async function forwardProxy(password?: string): Promise<Proxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const isWelcome = ({ headers }: IncomingMessage) =>
    password === undefined ||
    headers['proxy-authorization'] === `Basic ${Buffer.from(`somebody:${password}`).toString('base64')}`;
  const server = createServer((incoming, answer) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    if (!isWelcome(incoming)) return answer.writeHead(407).end();
    const { method, headers } = incoming;
    const onward = httpRequest(incoming.url ?? '', { method, headers }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(answer);
    });
    onward.once('error', () => answer.writeHead(502).end());
    incoming.pipe(onward);
  });
  server.on('connect', (incoming, socket: Socket) => {
    asked.push(`CONNECT ${incoming.url}`);
    if (!isWelcome(incoming)) return socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const [host, port] = (incoming.url ?? '').split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.pipe(socket);
      socket.pipe(onward);
    });
    for (const one of [socket, onward]) {
      sockets.add(one);
      one.on('error', () => socket.destroy());
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, asked };
}

const noProxies = { HTTP_PROXY: '', HTTPS_PROXY: '', NO_PROXY: '', http_proxy: '', https_proxy: '', no_proxy: '' };

describe.skipIf(!canCertify()).each(generations)('a Prometheus of %s behind TLS', (generation) => {
  it('is applied to with an authority of its own and a client certificate', async () => {
    const server = await guardedPrometheus(generation);
    const project = stage(generation, { targets: server.target(tlsOf(server.trusted.caFile, server.client)) });
    const applied = await project.with(noProxies, 'apply', '--env', 'test', '--yes');
    expect(applied.stderr).not.toContain('error');
    expect(applied.code).toBe(0);
    expect(await server.rules()).toContain('room:temperature:max > 30');
    expect((await project.with(noProxies, 'plan', '--env', 'test')).stdout).toContain('nothing to do');
  });

  it('is reached by another name than the one in its certificate where that is said', async () => {
    const server = await guardedPrometheus(generation, 'prometheus.internal');
    const tls = tlsOf(server.trusted.caFile, server.client);
    const named = stage(generation, { targets: server.target(`${tls}, serverName: 'prometheus.internal'`) });
    expect((await named.with(noProxies, 'apply', '--env', 'test', '--yes')).code).toBe(0);
    const other = stage(generation, { targets: server.target(tls) });
    const refused = await other.with(noProxies, 'plan', '--env', 'test');
    expect(refused.stderr).toContain("does not match certificate's altnames");
    expect(refused.code).toBe(3);
  });

  it('is not reached without the authority, without a certificate, or with one of another authority', async () => {
    const server = await guardedPrometheus(generation);
    const stranger = authority();
    onTestFinished(() => rmSync(stranger.folder, { recursive: true, force: true }));
    const { caFile } = server.trusted;
    const { certFile, keyFile } = server.client;
    for (const [tls, why] of [
      [`certFile: '${certFile}', keyFile: '${keyFile}'`, /unable to (verify|get)|self-signed/],
      [`caFile: '${caFile}'`, /want to see a certificate: name `certFile`/],
      [tlsOf(caFile, stranger.sign('obsctl')), /may not accept the certificate .*obsctl\.pem/],
      [`caFile: '/nowhere/ca.pem'`, /cannot be read from \/nowhere\/ca\.pem/],
    ] as const) {
      const project = stage(generation, { targets: server.target(tls) });
      const refused = await project.with(noProxies, 'apply', '--env', 'test', '--yes');
      expect(refused.stderr).toMatch(why);
      expect(refused.stderr).toMatch(/help/);
      expect(refused.code).toBe(tls.includes('nowhere') ? 2 : 3);
    }
    expect(await server.rules()).toEqual([]);
  });

  it('is reached through the tunnel of a proxy, certificates and all', async () => {
    const server = await guardedPrometheus(generation);
    const proxy = await forwardProxy();
    const tls = tlsOf(server.trusted.caFile, server.client);
    const stated = stage(generation, { targets: server.target(tls, `proxy: 'http://127.0.0.1:${proxy.port}'`) });
    expect((await stated.with(noProxies, 'apply', '--env', 'test', '--yes')).code).toBe(0);
    expect(await server.rules()).toContain('room:temperature:max > 30');
    expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT ${server.url.slice('https://'.length)}`]));

    const count = proxy.asked.length;
    const usual = stage(generation, { targets: server.target(tls) });
    const variables = { ...noProxies, HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` };
    expect((await usual.with(variables, 'plan', '--env', 'test')).stderr).not.toContain('cannot be reached');
    expect(proxy.asked.length).toBeGreaterThan(count);
  });
});

describe.skipIf(!isThere('bookworm'))('a Prometheus behind a proxy', () => {
  it('is reached through what HTTP_PROXY names, and past it where NO_PROXY says so', async () => {
    const server = await runningPrometheus('bookworm');
    const project = stage('bookworm', { targets: server.target() });
    const proxy = await forwardProxy();
    const variables = { ...noProxies, HTTP_PROXY: `http://127.0.0.1:${proxy.port}` };
    expect((await project.with(variables, 'apply', '--env', 'test', '--yes')).code).toBe(0);
    expect(proxy.asked.join('\n')).toContain(new URL(server.url).host);
    const count = proxy.asked.length;
    const past = await project.with({ ...variables, NO_PROXY: '127.0.0.1' }, 'plan', '--env', 'test');
    expect(past.stdout).toContain('nothing to do');
    expect(proxy.asked).toHaveLength(count);
  });

  it('is reached with the password that the proxy asks for, which is never shown', async () => {
    const server = await runningPrometheus('bookworm');
    const proxy = await forwardProxy('canary-of-the-proxy');
    const project = stage('bookworm', { targets: server.target() });
    const through = (password: string) => ({
      ...noProxies,
      HTTP_PROXY: `http://somebody:${password}@127.0.0.1:${proxy.port}`,
    });
    const applied = await project.with(through('canary-of-the-proxy'), 'apply', '--env', 'test', '--yes', '--verbose');
    expect(applied.code).toBe(0);
    const refused = await project.with(through('canary-that-is-wrong'), 'plan', '--env', 'test', '--verbose');
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain('407');
    expect(applied.stdout + applied.stderr + refused.stdout + refused.stderr).not.toContain('canary');
  });

  it('is not asked past a proxy that is dead', async () => {
    const server = await runningPrometheus('bookworm');
    const port = await freePort();
    const project = stage('bookworm', { targets: server.target(`proxy: 'http://127.0.0.1:${port}'`) });
    const refused = await project.with(noProxies, 'apply', '--env', 'test', '--yes');
    expect(refused.stderr).toMatch(/cannot be reached/);
    expect(refused.stderr).toMatch(/help.*proxy/);
    expect(refused.code).toBe(3);
    expect(await server.rules()).toEqual({});
  });
});

describe.each(generations)('a Prometheus of %s that is told by a signal', (generation) => {
  async function signalled() {
    const { pid, folder, url, rules } = await runningPrometheus(generation, { lifecycle: false });
    const pidFile = join(folder, 'prometheus.pid');
    writeFileSync(pidFile, `${pid}\n`);
    const target = (reload: string) =>
      `target.prometheus({ folder: '${folder}', url: '${url}', check: false, ${reload} })`;
    return { folder, pidFile, rules: async () => Object.values(await rules()), target };
  }

  it('reads its files by SIGHUP, and what it refuses is put back', async () => {
    const server = await signalled();
    const project = stage(generation, { targets: server.target(`reload: { pidFile: '${server.pidFile}' }`) });
    const applied = await project.run('apply', '--env', 'test', '--yes', '--format', 'json');
    expect(applied.code).toBe(0);
    expect(reportOf(applied).proof.find(({ what }) => what === 'reloaded')?.ok).toBe(true);
    expect(await server.rules()).toContain('room:temperature:max > 30');
    write(server.folder, { 'rules/broken.yaml': 'groups: [{ name: x, rules: [{ record: a, expr: "sum(" }] }]' });
    project.write(rulesAbove(50));
    const refused = await project.run('apply', '--env', 'test', '--yes');
    expect(refused.stderr).toContain('refuses the files');
    expect(readFileSync(join(server.folder, 'rules/home.yaml'), 'utf8')).toContain('> 30');
    expect(await server.rules()).toContain('room:temperature:max > 30');
    rmSync(join(server.folder, 'rules/broken.yaml'));
    expect((await project.run('apply', '--env', 'test', '--yes')).code).toBe(0);
    expect(await server.rules()).toContain('room:temperature:max > 50');
  });

  it('says what is missing where there is no such process, or no way to reload', async () => {
    const server = await signalled();
    writeFileSync(server.pidFile, '');
    for (const [reload, why] of [
      [`reload: { pidFile: '${server.pidFile}' }`, /cannot be told by .*prometheus\.pid/],
      ['', /does not reload over HTTP: .*Lifecycle API.*/i],
    ] as const) {
      const project = stage(generation, { targets: server.target(reload) });
      const refused = await project.run('apply', '--env', 'test', '--yes');
      expect(refused.stderr).toMatch(why);
      expect(refused.stderr).toMatch(/help/);
      expect(refused.code).toBe(3);
    }
    expect(await server.rules()).toEqual([]);
  });
});
