import { createServer, type Server as HttpServer, request } from 'node:http';

/** A Grafana that does not serve some API versions of dashboards: everything else goes to the one behind it. */
export async function hiding(
  url: string,
  versions: readonly string[],
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const target = new URL(url);
  const server: HttpServer = createServer((incoming, outgoing) => {
    const { method, headers, url: path } = incoming;
    const options = {
      host: target.hostname,
      port: target.port,
      method,
      path,
      headers: { ...headers, connection: 'close' },
    };
    const forwarded = request(options, (answer) => {
      const isDiscovery = path === '/apis';
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => (isDiscovery ? chunks.push(chunk) : outgoing.write(chunk)));
      outgoing.writeHead(answer.statusCode ?? 502, { 'content-type': answer.headers['content-type'] ?? 'text/plain' });
      answer.on('end', () =>
        outgoing.end(isDiscovery ? without(Buffer.concat(chunks).toString(), versions) : undefined),
      );
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}

interface Groups {
  readonly groups: readonly { readonly name: string; readonly versions: readonly { readonly version: string }[] }[];
}

function without(text: string, hidden: readonly string[]): string {
  const answer = JSON.parse(text) as Groups;
  const groups = answer.groups.map((group) =>
    group.name === 'dashboard.grafana.app'
      ? { ...group, versions: group.versions.filter(({ version }) => !hidden.includes(version)) }
      : group,
  );
  return JSON.stringify({ ...answer, groups });
}
