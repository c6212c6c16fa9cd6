import * as z from 'zod';

const text = z.string().min(1);
const secret = z.union([
  z.looseObject({ secret: z.literal('file'), path: text, env: text.optional() }),
  z.looseObject({ secret: z.literal('env'), env: text }),
]);

const common = {
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and dashes')
    .optional(),
};
const ordered = { ...common, wave: z.int().positive().optional() };

const http = {
  url: z.string().regex(/^https?:\/\//, 'a URL with http:// or https://'),
  auth: z
    .union([
      z.looseObject({ auth: z.literal('bearer'), token: secret }),
      z.looseObject({ auth: z.literal('basic'), username: text, password: secret }),
    ])
    .optional(),
  tls: z
    .strictObject({
      caFile: text.optional(),
      certFile: text.optional(),
      keyFile: text.optional(),
      serverName: text.optional(),
      insecureSkipVerify: z.boolean().optional(),
    })
    .optional(),
  headers: z.record(z.string(), z.union([z.string(), secret])).optional(),
  timeout: z
    .string()
    .regex(/^(\d+(ms|[smh]))+$/, 'a duration such as 30s')
    .optional(),
  proxy: text.optional(),
};

const folder = {
  folder: text,
  commands: z.strictObject({ read: text, stage: text, swap: text, restore: text }).optional(),
  mode: z.int().min(0o400).max(0o777).optional(),
};

const pidFile = z.strictObject({ pidFile: text });
const command = z.strictObject({ command: text });
const signal = { reload: z.union([pidFile, command]).optional() };
const reload = { reload: z.union([z.literal('http'), pidFile, command]).optional() };
const check = { check: z.union([text, z.literal(false)]).optional() };

const target = z.discriminatedUnion('system', [
  z.strictObject({
    system: z.literal('files'),
    ...ordered,
    ...folder,
    parts: z.array(text).min(1).optional(),
    ...signal,
  }),
  z.strictObject({ system: z.literal('prometheus'), ...ordered, ...folder, ...http, ...reload, ...check }),
  z.strictObject({ system: z.literal('alertmanager'), ...ordered, ...folder, ...http, ...reload, ...check }),
  z.strictObject({ system: z.literal('blackbox'), ...ordered, ...folder, ...http, ...reload }),
  z.strictObject({ system: z.literal('collector'), ...ordered, ...folder, ...signal }),
  z.strictObject({
    system: z.literal('grafana'),
    ...ordered,
    ...http,
    organisation: z.int().positive().optional(),
    namespace: text.optional(),
    uiEdits: z.boolean().optional(),
  }),
  z.strictObject({
    system: z.literal('mimir'),
    ...ordered,
    ...http,
    tenant: text.optional(),
    rules: z
      .union([z.literal(false), z.strictObject({ namespace: text.optional(), prefix: z.string().optional() })])
      .optional(),
    alertmanager: z.boolean().optional(),
  }),
  z.strictObject({
    system: z.literal('kubernetes'),
    ...ordered,
    folder: text,
    namespace: text,
    labels: z.record(z.string(), z.string()).optional(),
    configSecret: text.optional(),
  }),
]);

/** The targets of one environment, and where it is remembered what was applied to them. */
export const targets = z.array(target).superRefine((all, context) => {
  const names = all.map(({ name, system }) => name ?? system);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  context.addIssue({
    code: 'custom',
    message: `has two called ${twice}`,
    params: { help: 'give each a name of its own' },
  });
});

export const stateSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('git'), branch: text, remote: text }),
  z.strictObject({ state: z.literal('folder'), path: text }),
]);
