import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownEnvironment } from '../helpers/environment.js';
import { sharedFolder } from '../real/servers.js';
import { generatedSchemas, panelFolders, partsOf, type Schema, validator } from './schema.js';
import type { ShownDashboard } from './shown.js';

/** What Grafana writes and reads although the schemas do not know it. */
const exceptions: readonly (readonly [complaint: RegExp, reason: string])[] = [
  [/^\/annotations\/list\/\d+\/target /, 'the schema knows only the target of the built-in annotation'],
  [/^\/annotations\/list\/\d+ .*"titleFormat"/, 'the Prometheus data source reads it'],
  [/^\/templating\/list\/\d+ .*"definition"/, 'Grafana keeps the text of a query here'],
  [
    /^panel (\/fieldConfig\/defaults)?\/links\/\d+ must have required/,
    "of a panel's links Grafana saves only title, url, target",
  ],
  [/^gauge options {2}must have required .*"(barShape|barWidthFactor|effects|segment\w+|shape)"/, 'new in Grafana 13'],
];

type Validate = (value: unknown) => string[];

interface Schemas {
  readonly dashboard: Validate;
  readonly panel: Validate;
  readonly row: Validate;
  readonly part: (type: keyof typeof panelFolders, part: 'Options' | 'FieldConfig') => Validate;
}

const dashboards = ownEnvironment('prod')
  .resources.filter((resource) => resource.kind === 'grafana/dashboard')
  .map((resource) => JSON.parse(JSON.stringify(resource.body)) as ShownDashboard);

function complaints(dashboard: ShownDashboard, schemas: Schemas): string[] {
  const { panels, ...rest } = dashboard;
  return [
    ...schemas.dashboard({ ...rest, panels: [] }),
    ...panels.flatMap((panel) => {
      if (panel.type === 'row') return schemas.row(panel).map((one) => `row ${one}`);
      const type = panel.type as keyof typeof panelFolders;
      const options = schemas
        .part(
          type,
          'Options',
        )(panel.options)
        .map((one) => `${type} options ${one}`);
      const custom = partsOf(type).includes('FieldConfig')
        ? schemas.part(type, 'FieldConfig')(panel.fieldConfig.defaults.custom ?? {})
        : [];
      return [
        ...schemas.panel(panel).map((one) => `panel ${one}`),
        ...options,
        ...custom.map((one) => `${type} custom ${one}`),
      ];
    }),
  ];
}

/** The recorded schemas write "anything" as "an object with anything in it", and "either" as "exactly one of". */
function readable(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return schema;
  const { oneOf, ...rest } = schema as { oneOf?: unknown; additionalProperties?: unknown; properties?: unknown };
  if (JSON.stringify(rest.additionalProperties) === '{}' && !rest.properties) return {};
  return oneOf ? { ...rest, anyOf: oneOf } : rest;
}

const unexplained = (found: readonly string[]) =>
  [...new Set(found)].filter((one) => !exceptions.some(([complaint]) => complaint.test(one)));

describe('dashboards against the types of @grafana/schema', () => {
  const generated = generatedSchemas();
  const validators = new Map(Object.entries(generated).map(([name, schema]) => [name, validator(schema)]));
  const named = (name: string) => validators.get(name) as Validate;
  const schemas: Schemas = {
    dashboard: named('Dashboard'),
    panel: named('Panel'),
    row: named('RowPanel'),
    part: (type, part) => named(`${panelFolders[type]}${part}`),
  };

  it.each(dashboards.map((one) => [one.uid, one] as const))('%s is valid', (_, dashboard) => {
    expect(unexplained(complaints(dashboard, schemas))).toEqual([]);
  });

  it('need every exception', () => {
    const all = dashboards.flatMap((dashboard) => complaints(dashboard, schemas));
    for (const [complaint, reason] of exceptions) {
      expect(
        all.some((one) => complaint.test(one)),
        reason,
      ).toBe(true);
    }
  });

  it('is strict: an option that does not exist, a wrong type and a misspelt field are found', () => {
    const [dashboard] = dashboards;
    const panels = dashboard?.panels.map((panel) =>
      panel.type === 'timeseries'
        ? {
            ...panel,
            gridPos: { ...panel.gridPos, x: '0' },
            filedConfig: {},
            options: { ...panel.options, lineWidht: 2 },
          }
        : panel,
    );
    const found = unexplained(complaints({ ...dashboard, panels } as never, schemas));
    expect(found).toHaveLength(3);
  });
});

const shared = sharedFolder();

describe.runIf(shared)('dashboards against recorded JSON Schemas of 12.4', () => {
  const read = (name: string): { readonly definitions: Schema } =>
    JSON.parse(
      readFileSync(join(shared ?? '', 'contracts/grafana/jsonschema', `${name}.jsonschema.json`), 'utf8'),
      (_, schema) => readable(schema),
    );
  const compiled = new Map<string, Validate>();
  // read when a test asks: the body of a suite runs even where its tests are skipped
  const named =
    (file: string, name: string): Validate =>
    (value) => {
      const key = `${file} ${name}`;
      const validate =
        compiled.get(key) ?? validator({ $ref: `#/definitions/${name}`, definitions: read(file).definitions });
      compiled.set(key, validate);
      return validate(value);
    };
  const schemas: Schemas = {
    dashboard: named('dashboard', 'Dashboard'),
    panel: named('dashboard', 'Panel'),
    row: named('dashboard', 'RowPanel'),
    part: (type, part) => named(panelFolders[type], part),
  };
  const target = named('prometheus', 'Dataquery');

  it.each(dashboards.map((one) => [one.uid, one] as const))('%s is valid', (_, dashboard) => {
    expect(unexplained(complaints(dashboard, schemas))).toEqual([]);
    const asked = dashboard.panels.filter((panel) => panel.datasource?.type === 'prometheus');
    expect(asked.flatMap((panel) => panel.targets.flatMap(target))).toEqual([]);
  });
});
