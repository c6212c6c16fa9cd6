import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { createGenerator } from 'ts-json-schema-generator';
import { repository } from '../helpers/environment.js';

export type Schema = Readonly<Record<string, unknown>>;

/** The folder under which @grafana/schema keeps the options of each type of panel. */
export const panelFolders = {
  timeseries: 'timeseries',
  stat: 'stat',
  gauge: 'gauge',
  bargauge: 'bargauge',
  barchart: 'barchart',
  'state-timeline': 'statetimeline',
  'status-history': 'statushistory',
  table: 'table',
  heatmap: 'heatmap',
} as const;

const types = 'node_modules/@grafana/schema/dist/types/raw';

/** JSON Schemas of the dashboard and of each panel's options and field configuration, from @grafana/schema. */
export function generatedSchemas(): Readonly<Record<string, Schema>> {
  const folder = mkdtempSync(join(tmpdir(), 'obsctl-schema-'));
  try {
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'), 'dir');
    const panels = Object.entries(panelFolders);
    const entry = [
      `export type { Dashboard, Panel, RowPanel } from './${types}/dashboard/x/types.gen';`,
      ...panels.flatMap(([type, name]) =>
        partsOf(type).flatMap((part) => [
          `import type { ${part} as ${part}_${name} } from './${types}/composable/${name}/panelcfg/x/types.gen';`,
          `export type ${name}${part} = ${part}_${name};`,
        ]),
      ),
    ];
    writeFileSync(join(folder, 'entry.ts'), entry.join('\n'));
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: { module: 'esnext', moduleResolution: 'bundler', strict: true },
        files: ['entry.ts'],
      }),
    );
    const generator = createGenerator({
      path: join(folder, 'entry.ts'),
      tsconfig: join(folder, 'tsconfig.json'),
      skipTypeCheck: true,
    });
    const names = [
      'Dashboard',
      'Panel',
      'RowPanel',
      ...panels.flatMap(([type, name]) => partsOf(type).map((part) => `${name}${part}`)),
    ];
    return Object.fromEntries(names.map((name) => [name, generator.createSchema(name) as Schema]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What there is to configure: panels that draw one value have nothing of their own per field. */
export function partsOf(type: string): readonly ('Options' | 'FieldConfig')[] {
  return ['stat', 'gauge', 'bargauge'].includes(type) ? ['Options'] : ['Options', 'FieldConfig'];
}

/** Says what is wrong with a value, as paths with messages. */
export function validator(schema: Schema): (value: unknown) => string[] {
  const validate: ValidateFunction = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
    schema,
  );
  return (value) => {
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
}
