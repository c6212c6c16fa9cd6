import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { accountRoutes, tokenOf, whoAsks } from './accounts.js';
import { annotationRoutes } from './annotations.js';
import { type Answer, notFound, refuse, unauthorized } from './answer.js';
import { appDashboardRoutes } from './app-dashboards.js';
import { appFolderRoutes } from './app-folders.js';
import { type Asked, type Route, route } from './asked.js';
import { dashboardRoutes } from './dashboards.js';
import { sourceRoutes } from './datasources.js';
import { discoveryRoutes, health } from './discovery.js';
import { editionOf } from './edition.js';
import { createFaults, type FaultRule, type Faults, noBody } from './faults.js';
import { folderRoutes } from './folders.js';
import { type Contract, loadContract } from './openapi.js';
import { queryRoutes } from './queries.js';
import { searchRoutes } from './search.js';
import { createWorld, type Organisation, organisation, type Role, tick, type World } from './world.js';

const routes: readonly Route[] = [
  ...[...discoveryRoutes, ...accountRoutes, ...folderRoutes, ...sourceRoutes, ...dashboardRoutes],
  ...[...searchRoutes, ...annotationRoutes, ...queryRoutes, ...appDashboardRoutes, ...appFolderRoutes],
];

/** A request as it arrived and how it was answered; `torn` where nobody saw the answer. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  readonly status: number | 'torn';
}

export interface FakeGrafana {
  readonly url: string;
  readonly world: World;
  readonly faults: Faults;
  readonly exchanges: Exchange[];
  /** Where a request or an answer is not as the API describes it. */
  readonly violations: string[];
  readonly token: (role: Role, org?: number) => string;
  readonly org: (id?: number) => Organisation;
  readonly stop: () => Promise<void>;
}

export interface FakeOptions {
  readonly version: string;
  readonly port?: number;
  /** Of the contracts, to hold requests and answers against. */
  readonly contracts?: string | undefined;
  /** How long an answer takes, in ms. */
  readonly delay?: (method: string, path: string) => number;
}

/** Starts a Grafana of that version on the loopback interface, empty. */
export async function startFakeGrafana(options: FakeOptions): Promise<FakeGrafana> {
  const world = createWorld(editionOf(options.version));
  const contract = options.contracts ? loadContract(options.contracts, world.edition) : undefined;
  const faults = createFaults(world);
  const exchanges: Exchange[] = [];
  const violations: string[] = [];
  const server = createServer((request, response) => {
    void respond({ request, response, world, faults, exchanges, violations, contract, options });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((listening) => server.listen(options.port ?? 0, '127.0.0.1', listening));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    world,
    faults,
    exchanges,
    violations,
    token: (role, org) => tokenOf(world, role, org),
    org: (id = 1) => orgOf(world, id),
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}

function orgOf(world: World, id: number): Organisation {
  const known = world.orgs.get(id) ?? organisation(id);
  return known;
}

interface Turn {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly world: World;
  readonly faults: Faults;
  readonly exchanges: Exchange[];
  readonly violations: string[];
  readonly contract: Contract | undefined;
  readonly options: FakeOptions;
}

async function respond(turn: Turn): Promise<void> {
  const { request, response, world, faults, exchanges, violations, contract, options } = turn;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const url = request.url ?? '/';
  const method = request.method ?? 'GET';
  const wait = options.delay?.(method, url) ?? 0;
  if (wait > 0) await new Promise((done) => setTimeout(done, wait));
  world.clock += tick;
  if (url.startsWith('/fake/')) {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(control(turn, method, url, text)));
    return;
  }
  const headers = request.headers as Readonly<Record<string, string | undefined>>;
  const answer = await faults.around({ method, url, text }, () => answerTo(world, { method, url, headers, text }));
  exchanges.push({ method, url, headers, text, status: answer === noBody ? 'torn' : answer.status });
  if (answer === noBody) {
    request.socket.destroy();
    return;
  }
  violations.push(...(contract?.check({ method, url, text, answer }) ?? []));
  const body =
    answer.body === undefined ? '' : typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
  response.end(body);
}

/** For whoever runs it as a server of its own: `POST /fake/faults` with a rule, `DELETE` to end them, `GET /fake/requests`. */
function control({ faults, exchanges }: Turn, method: string, url: string, text: string): unknown {
  if (url === '/fake/faults' && method === 'POST') faults.add(JSON.parse(text) as FaultRule);
  if (url === '/fake/faults' && method === 'DELETE') faults.clear();
  return url === '/fake/requests' ? exchanges : { met: faults.met() };
}

interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

function answerTo(world: World, { method, url, headers, text }: Received): Answer {
  const { pathname, searchParams } = new URL(url, 'http://fake');
  if (pathname === '/api/health') return health(world);
  const account = whoAsks(world, headers.authorization);
  if ('status' in account) return account;
  const wanted = Number(headers['x-grafana-org-id'] ?? searchParams.get('targetOrgId') ?? account.org ?? 1);
  if (account.org && wanted !== account.org) {
    return unauthorized('Invalid API key', 'api-key.organization-mismatch');
  }
  const [matched, segments] = route(routes, method, pathname) ?? [undefined, []];
  if (!matched) return notFound;
  if (world.settings.databaseDown) return refuse(500, 'Internal server error');
  const asked: Asked = {
    world,
    org: orgOf(world, wanted),
    account,
    method,
    path: pathname,
    query: searchParams,
    headers,
    text,
    body: parsed(text),
    found: segments,
  };
  return matched[2](asked);
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
