/** A ruler and an Alertmanager with a write API in memory, which answer as a real Cortex did. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { parse, stringify } from 'yaml';
import { parse as parseQuery } from '../../src/promql/parse.js';

interface Group {
  readonly name?: string;
  readonly rules?: readonly { readonly expr: string }[];
}

interface Tenant {
  readonly namespaces: Map<string, Map<string, Group>>;
  alertmanager?: string;
}

export interface FakeRuler {
  readonly url: string;
  /** Every body that was sent. */
  readonly bodies: readonly string[];
  readonly writes: () => number;
  readonly close: () => Promise<void>;
}

export async function fakeRuler(port = 0): Promise<FakeRuler> {
  const tenants = new Map<string, Tenant>();
  const bodies: string[] = [];
  let writes = 0;
  const server: Server = createServer(async (request, response) => {
    const body = await read(request);
    if (body !== '') bodies.push(body);
    if (request.method !== 'GET') writes += 1;
    const answer = answerTo(request, body);
    if (!answer) {
      response.destroy();
      return;
    }
    const { status, text, type } = answer;
    response.writeHead(status, type === '' ? {} : { 'content-type': type });
    response.end(text);
  });
  /** Undefined where the server falls over it. */
  const answerTo = ({ method = '', headers, url: asked = '' }: IncomingMessage, body: string): Answer | undefined => {
    const name = headers['x-scope-orgid'];
    if (typeof name !== 'string') return say(401, 'no org id\n');
    const tenant = tenants.get(name) ?? { namespaces: new Map() };
    tenants.set(name, tenant);
    const [path = ''] = asked.split('?');
    if (path === '/api/v1/alerts') return alertmanager(method, tenant, body);
    if (!path.startsWith('/api/v1/rules')) return say(404, '404 page not found\n');
    const [namespace, group] = path.split('/').slice(4).map(decodeURIComponent);
    return rules(method, tenant, { namespace, group, body });
  };
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`;
  const close = () => new Promise<void>((done) => server.close(() => done()));
  return { url, bodies, writes: () => writes, close };
}

function rules(
  method: string,
  { namespaces }: Tenant,
  asked: { readonly namespace: string | undefined; readonly group: string | undefined; readonly body: string },
): Answer {
  const { namespace, group, body } = asked;
  const there = namespace === undefined ? undefined : namespaces.get(namespace);
  if (method === 'GET' && group !== undefined) {
    const found = there?.get(group);
    return found ? yaml(found) : say(404, 'group does not exist\n');
  }
  if (method === 'GET') {
    const listed = namespace === undefined ? [...namespaces].sort() : there ? [[namespace, there] as const] : [];
    if (listed.length === 0) return say(404, 'no rule groups found\n');
    return yaml(Object.fromEntries(listed.map(([name, groups]) => [name, [...groups.values()]])));
  }
  if (method === 'DELETE' && group === undefined) {
    if (!there) return say(404, 'group namespace does not exist\n');
    namespaces.delete(namespace ?? '');
    return accepted();
  }
  if (method === 'DELETE') {
    there?.delete(group ?? '');
    return accepted();
  }
  const [sent, refusal] = groupOf(body);
  if (!sent) return say(400, refusal);
  const groups = there ?? new Map<string, Group>();
  groups.set(sent.name ?? '', sent);
  namespaces.set(namespace ?? '', groups);
  return accepted();
}

/** Of unknown keys nothing is said, and nothing is kept. */
function groupOf(body: string): readonly [Group | undefined, string] {
  let sent: Group & { readonly interval?: string };
  try {
    sent = parse(body);
  } catch {
    return [undefined, 'unable to decoded rule group\n'];
  }
  const { name, interval, rules = [] } = sent;
  if (!name) return [undefined, 'invalid rules config: rule group name must not be empty\n'];
  if (rules.length === 0) return [undefined, `invalid rules config: rule group '${name}' has no rules\n`];
  if (rules.some(({ expr }) => parseQuery(expr).problem)) return [undefined, '\n'];
  return [{ name, ...(interval ? { interval } : {}), rules } as Group, ''];
}

function alertmanager(method: string, tenant: Tenant, body: string): Answer | undefined {
  if (method === 'DELETE') {
    delete tenant.alertmanager;
    return say(200, '', '');
  }
  if (method === 'GET') {
    if (tenant.alertmanager === undefined) return say(404, 'alertmanager storage object not found\n');
    return say(200, tenant.alertmanager, 'application/yaml');
  }
  const { alertmanager_config: text = '', template_files: templates = {} } = parse(body) as {
    alertmanager_config?: string;
    template_files?: Record<string, string>;
  };
  const config = parse(text) as { route: { receiver: string }; receivers: { name: string }[] };
  const refuse = (why: string) => say(400, `error validating Alertmanager config: ${why}\n`);
  const { receiver } = config.route;
  if (!config.receivers.some(({ name }) => name === receiver))
    return refuse(`undefined receiver "${receiver}" used in route`);
  if (/\bapi_url_file:/.test(text))
    return refuse('setting Slack api_url_file and global slack_api_url_file is not allowed');
  for (const [file, template] of Object.entries(templates)) {
    const unknown = /\{\{ (\w+)$/m.exec(template)?.[1];
    if (unknown) return refuse(`template: ${file}:1: function "${unknown}" not defined`);
  }
  // this version falls over it
  if (/\bwebhook_configs:/.test(text)) {
    return undefined;
  }
  tenant.alertmanager = body;
  return say(201, '', '');
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly type: string;
}

function yaml(value: unknown): Answer {
  // Go indents what is below the first level by two more
  return say(200, stringify(value, { lineWidth: 0 }).replace(/^ +/gm, '$&  '), 'application/yaml');
}

function accepted(): Answer {
  return say(202, '{"status":"success"}', 'application/json');
}

function say(status: number, text: string, type = 'text/plain; charset=utf-8'): Answer {
  return { status, text, type };
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
