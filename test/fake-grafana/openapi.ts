import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import type { Answer, Json } from './answer.js';
import { isObject, objectOf } from './asked.js';
import type { Edition } from './edition.js';

/** The API's description, to hold each request and each answer against. */
export interface Contract {
  /** What is not as described, one line each. */
  readonly check: (exchange: Exchange) => readonly string[];
}

interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly text: string;
  readonly answer: Answer;
}

interface Operation {
  readonly method: string;
  readonly pattern: RegExp;
  readonly path: string;
  readonly request: ValidateFunction | undefined;
  readonly answers: ReadonlyMap<number, ValidateFunction>;
}

/** What a description demands and real servers neither send nor ask for. */
const knownBetter = [
  // the status is the server's
  /^\w+ \/apis\S+ request: .*'status'$/,
  /^POST \/api\/dashboards\/db answer 200: .*'title'$/,
  /^DELETE \/api\/folders\/\{folder_uid\} answer 200: .*'(id|title)'$/,
  /^GET \/api\/health answer 503: .*'message'$/,
  // 10 and 11 say null
  /^GET \/api\/annotations answer 200: \/\d+\/dashboardUID must be string$/,
];

/** Reads the descriptions of an edition from the folder of contracts. */
export function loadContract(folder: string, edition: Edition): Contract {
  const legacy = edition.major < 11 ? '10.4' : edition.major < 12 ? '11.0' : '12.4';
  const files = [join(folder, 'grafana', 'legacy-http', `openapi3-${legacy}.json`)];
  for (const version of edition.dashboardVersions) {
    files.push(join(folder, 'grafana', 'app-platform-12.4', `dashboard.grafana.app-${version}.json`));
  }
  if (edition.folderVersions.length > 0) {
    files.push(join(folder, 'grafana', 'app-platform-12.4', 'folder.grafana.app-v1beta1.json'));
  }
  const operations = files.filter((file) => existsSync(file)).flatMap(operationsOf);
  return { check: (exchange) => checked(operations, exchange) };
}

const known = new Map<string, readonly Operation[]>();

/** A description is compiled when the first request asks for its path: the whole takes seconds. */
function operationsOf(file: string): readonly Operation[] {
  const operations = known.get(file) ?? readOperations(file);
  known.set(file, operations);
  return operations;
}

function readOperations(file: string): Operation[] {
  const document = JSON.parse(readFileSync(file, 'utf8')) as Json;
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ components: plainSchema(document.components) as object }, 'api');
  const base = file.includes('legacy-http') ? '/api' : '';
  const lazily = (schema: unknown): ValidateFunction | undefined => {
    if (!isObject(schema)) return undefined;
    let compiled: ValidateFunction | undefined;
    const validate = (value: unknown) => {
      compiled ??= ajv.compile(plainSchema(schema) as object);
      const good = compiled(value);
      validate.errors = compiled.errors ?? null;
      return good;
    };
    validate.errors = null as ValidateFunction['errors'];
    return validate as unknown as ValidateFunction;
  };
  return Object.entries(objectOf(document.paths)).flatMap(([path, item]) =>
    Object.entries(objectOf(item)).flatMap(([method, operation]) => {
      if (!isObject(operation) || !isObject(operation.responses)) return [];
      const answers = Object.entries(operation.responses).flatMap(([status, response]) => {
        const validate = lazily(schemaOf(resolved(document, response)));
        return validate ? [[Number(status), validate] as const] : [];
      });
      return {
        method: method.toUpperCase(),
        path: base + path,
        pattern: new RegExp(`^${(base + path).replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
        request: lazily(schemaOf(resolved(document, operation.requestBody))),
        answers: new Map(answers),
      };
    }),
  );
}

function schemaOf(holder: unknown): unknown {
  return objectOf(objectOf(objectOf(holder).content)['application/json']).schema;
}

function resolved(document: Json, value: unknown): unknown {
  const { $ref } = objectOf(value);
  if (typeof $ref !== 'string') return value;
  return $ref
    .slice(2)
    .split('/')
    .reduce<unknown>((inner, key) => objectOf(inner)[key], document);
}

/** OpenAPI 3.0 as JSON Schema: `nullable`, and references into the one document. */
function plainSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainSchema);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) =>
    key === '$ref' ? [key, `api${String(inner)}`] : [key, plainSchema(inner)],
  );
  const plain = Object.fromEntries(entries) as Json;
  if (value.nullable === true && typeof value.type === 'string') return { ...plain, type: [value.type, 'null'] };
  // Go writes an empty list as null
  return value.type === 'array' ? { ...plain, type: ['array', 'null'] } : plain;
}

function checked(operations: readonly Operation[], { method, url, text, answer }: Exchange): readonly string[] {
  const { pathname } = new URL(url, 'http://fake');
  const all = operations.filter((one) => one.method === method && one.pattern.test(pathname));
  // of `uid/{uid}` and `{id}/{x}` the one with fewer blanks is meant
  const operation = all.sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0];
  if (!operation) return [];
  const found: string[] = [];
  const judge = (what: string, validate: ValidateFunction | undefined, value: unknown) => {
    if (!validate || validate(value)) return;
    const all = (validate.errors ?? []).map(
      (one) => `${method} ${operation.path} ${what}: ${one.instancePath} ${one.message}`,
    );
    found.push(...all.filter((line) => !knownBetter.some((pattern) => pattern.test(line))));
  };
  if (answer.status < 300 && text !== '') judge('request', operation.request, JSON.parse(text));
  const partial = isObject(answer.body) && answer.body.kind === 'PartialObjectMetadataList';
  if (!partial) judge(`answer ${answer.status}`, operation.answers.get(answer.status), plainly(answer.body));
  return found;
}

const plainly = (body: unknown): unknown => (body === undefined ? undefined : JSON.parse(JSON.stringify(body)));
