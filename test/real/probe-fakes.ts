/** The far ends of the probes, well or unwell: each on a free port of the loopback interface. */
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttp2Server, createSecureServer, type ServerHttp2Stream } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Certificate } from './certificate.js';

export interface FarEnd {
  readonly address: string;
  readonly stop: () => Promise<void>;
}

async function listening(server: Server): Promise<FarEnd> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    // probes hang up as soon as they know enough
    socket.on('error', () => {});
    socket.once('close', () => open.delete(socket));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    for (const socket of open) socket.destroy();
    await new Promise((done) => server.close(done));
  };
  return { address: `localhost:${port}`, stop };
}

/** Takes connections and never says a word. */
export const silence = () => listening(createServer());

/** A port that nobody listens on. */
export async function nobody(): Promise<FarEnd> {
  const { address, stop } = await silence();
  await stop();
  return { address, stop: async () => {} };
}

/** The address is a URL. */
export async function page(status: number, body: string, certificate?: Certificate): Promise<FarEnd> {
  const server = certificate ? createHttpsServer({ key: certificate.key, cert: certificate.cert }) : createHttpServer();
  server.on('request', (_, response) => response.writeHead(status).end(body));
  const { address, stop } = await listening(server);
  return { address: `${certificate ? 'https' : 'http'}://${address}/ready`, stop };
}

/** Answers PING, and nothing else. */
export function redis(answer: string): Promise<FarEnd> {
  const server = createServer((socket) => {
    socket.on('data', (data) => {
      if (data.toString().trim() === 'PING') socket.write(`${answer}\r\n`);
    });
  });
  return listening(server);
}

const sslRequest = 0x04d2162f;

/** Answers an SSLRequest as PostgreSQL does, and goes on with TLS where it has a certificate. */
export function postgres(certificate?: Certificate): Promise<FarEnd> {
  const server = createServer((socket) => {
    let received = Buffer.alloc(0);
    const read = (data: Buffer) => {
      received = Buffer.concat([received, data]);
      const length = received.length < 8 ? 8 : received.readUInt32BE(0);
      if (received.length < length) return;
      socket.off('data', read);
      // whatever follows before TLS might come from somebody in the middle, so that the server hangs up
      if (received.length > length || received.readUInt32BE(4) !== sslRequest) return socket.destroy();
      socket.write(certificate ? 'S' : 'N');
      if (!certificate) return;
      const { key, cert } = certificate;
      new TLSSocket(socket, { isServer: true, key, cert }).on('error', () => {});
    };
    socket.on('data', read);
  });
  return listening(server);
}

/** ServingStatus of grpc.health.v1. */
const servingStatus = { SERVING: 1, NOT_SERVING: 2 } as const;

export type Services = Readonly<Record<string, keyof typeof servingStatus>>;

/** `grpc.health.v1.Health/Check` of the services that it knows. */
export function grpcHealth(services: Services, certificate?: Certificate): Promise<FarEnd> {
  const server = certificate
    ? createSecureServer({ key: certificate.key, cert: certificate.cert })
    : createHttp2Server();
  server.on('stream', async (stream: ServerHttp2Stream, headers) => {
    stream.on('error', () => {});
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    // five bytes of framing, then field 1: the tag, the length and the name of the service
    const status = services[Buffer.concat(chunks).subarray(7).toString()];
    const head = { ':status': 200, 'content-type': 'application/grpc' };
    if (headers[':path'] !== '/grpc.health.v1.Health/Check' || !status) {
      stream.respond({ ...head, 'grpc-status': '5' }, { endStream: true });
      return;
    }
    stream.respond(head, { waitForTrailers: true });
    stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(Buffer.from([0, 0, 0, 0, 2, 0x08, servingStatus[status]]));
  });
  return listening(server);
}
