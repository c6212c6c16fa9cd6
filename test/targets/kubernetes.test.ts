import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { binary, isThere, run, sharedFolder } from '../real/servers.js';
import { stage, temporaryFolder } from './stage.js';

interface Manifest {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly spec: { readonly groups?: unknown };
  readonly stringData: Readonly<Record<string, string>>;
}

const definitions = {
  'monitoring/more.ts': `import { httpModule, notifications, probe, receiver, scrapeJob, slack, secret, template } from 'obsctl';

export const job = scrapeJob('web', { targets: [{ address: 'web:9464', labels: { service: 'web' } }], interval: '15s', scheme: 'https', tls: { insecureSkipVerify: true } });
const ready = httpModule('ready', { timeout: '5s' });
export const probes = probe('probe-http', { module: ready, exporter: 'blackbox:9115', interval: '30s', timeout: '6s',
  targets: [{ address: 'http://web/ready', labels: { service: 'web' } }] });
const everybody = receiver('everybody', [slack({ channel: '#alerts', url: secret.file('/etc/alertmanager/secrets/slack') })]);
export default notifications({ route: { receiver: everybody, groupBy: ['alertname'] } });
void template;
`,
};

async function written(): Promise<readonly Manifest[]> {
  const folder = temporaryFolder();
  const project = stage('forky', {
    targets: `target.kubernetes({ folder: '${folder}', namespace: 'monitoring', labels: { release: 'kube-prometheus' } })`,
    definitions,
  });
  const applied = await project.run('apply', '--env', 'test', '--yes');
  expect(applied.stderr).not.toContain('error');
  expect(applied.code).toBe(0);
  expect((await project.run('plan', '--env', 'test')).stdout).toContain('nothing to do');
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return files.map((name) => parse(readFileSync(join(folder, name), 'utf8')) as Manifest);
}

describe('manifests for Kubernetes', () => {
  it.skipIf(!sharedFolder())('are what the schemas of the operator demand', async () => {
    const manifests = await written();
    expect(manifests.map(({ kind }) => kind).sort()).toEqual([
      'PrometheusRule',
      'ScrapeConfig',
      'ScrapeConfig',
      'Secret',
    ]);
    const ajv = new Ajv({ strict: false, validateFormats: false });
    for (const name of ['prometheusrule', 'scrapeconfig']) {
      const file = join(sharedFolder() ?? '', `contracts/kubernetes/${name}.schema.json`);
      const { kind, schema } = JSON.parse(readFileSync(file, 'utf8')) as { kind: string; schema: object };
      const validate = ajv.compile(closed(schema) as object);
      for (const manifest of manifests.filter((one) => one.kind === kind)) {
        validate(manifest.spec && { ...manifest });
        expect(validate.errors ?? []).toEqual([]);
      }
    }
    for (const { metadata } of manifests) {
      expect(metadata).toMatchObject({ namespace: 'monitoring', labels: { release: 'kube-prometheus' } });
    }
  });

  it.skipIf(!isThere('forky'))('hold what real servers take once it is unwrapped', async () => {
    const manifests = await written();
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'rules'));
    const rules = manifests.find(({ kind }) => kind === 'PrometheusRule');
    writeFileSync(join(folder, 'rules/home.yaml'), JSON.stringify(rules?.spec));
    const checked = await run(binary('forky', 'promtool'), ['check', 'rules', join(folder, 'rules/home.yaml')]);
    expect(checked.output).toContain('SUCCESS: 2 rules found');
    const secret = manifests.find(({ kind }) => kind === 'Secret');
    writeFileSync(join(folder, 'alertmanager.yml'), secret?.stringData['alertmanager.yaml'] ?? '');
    const accepted = await run(binary('forky', 'amtool'), ['check-config', join(folder, 'alertmanager.yml')]);
    expect(accepted.output).toContain('SUCCESS');
  });
});

/** The operator refuses what it does not know: so does this. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  // Go's (?i) is no part of a JavaScript pattern
  const known = Object.entries(schema).filter(([key, value]) => key !== 'pattern' || !String(value).includes('(?i)'));
  const inner = Object.fromEntries(known.map(([key, value]) => [key, closed(value)]));
  const isTyped = 'properties' in inner && !('additionalProperties' in inner) && inner.type === 'object';
  const isMetadata = !('properties' in inner);
  return isTyped && !isMetadata ? { ...inner, additionalProperties: false } : inner;
}
