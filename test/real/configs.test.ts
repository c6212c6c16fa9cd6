import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { serialize } from '../../src/targets/files/serialize.js';
import { ownEnvironment } from '../helpers/environment.js';
import { binary, generationOf, isThere, run } from './servers.js';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** The output of an environment in a folder of its own. */
function built(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'obsctl-built-'));
  folders.push(folder);
  for (const resource of ownEnvironment(name).resources) {
    const file = join(folder, resource.path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, serialize(resource));
  }
  return folder;
}

const environments = Object.entries(generationOf);

describe.each(environments)('the files of %s pass the checkers of its versions', (name, generation) => {
  const there = isThere(generation);
  const folder = built(name);

  it.skipIf(!there)('promtool check config', async () => {
    const { code, output } = await run(binary(generation, 'promtool'), [
      'check',
      'config',
      '--lint=all',
      '--lint-fatal',
      join(folder, 'prometheus/prometheus.yml'),
    ]);
    expect(`${code}\n${output}`).toMatch(/^0\n/);
    expect(output).not.toContain('FAILED');
    expect(output.match(/SUCCESS: \d+ rules found/g)).toHaveLength(10);
  });

  it.skipIf(!there)('promtool check rules', async () => {
    const rules = ownEnvironment(name).resources.filter((resource) => resource.kind === 'prometheus/rules');
    const files = rules.map((resource) => join(folder, resource.path));
    const checked = await run(binary(generation, 'promtool'), [
      'check',
      'rules',
      '--lint=all',
      '--lint-fatal',
      ...files,
    ]);
    expect(`${checked.code}\n${checked.output}`).toMatch(/^0\n/);
    expect(checked.output.match(/SUCCESS/g)).toHaveLength(rules.length);
  });

  it.skipIf(!there)('amtool check-config, templates included', async () => {
    const { code, output } = await run(binary(generation, 'amtool'), [
      'check-config',
      join(folder, 'alertmanager/alertmanager.yml'),
    ]);
    expect(`${code}\n${output}`).toMatch(/^0\n/);
    expect(output).toContain('templates');
  });

  it.skipIf(!there)('blackbox exporter --config.check', async () => {
    const file = join(folder, 'blackbox/blackbox.yml');
    const tool = binary(generation, 'prometheus-blackbox-exporter');
    const { code, output } = await run(tool, ['--config.check', `--config.file=${file}`]);
    expect(`${code}\n${output}`).toMatch(/^0\n/);
  });
});

describe('older servers refuse what their version does not have', () => {
  it.skipIf(!isThere('bookworm'))(
    'Alertmanager 0.25 refuses the configuration of prod, as obsctl foresees',
    async () => {
      const file = join(built('prod'), 'alertmanager/alertmanager.yml');
      const { code, output } = await run(binary('bookworm', 'amtool'), ['check-config', file]);
      expect(code).not.toBe(0);
      expect(output).toContain('msteamsv2_configs not found');
    },
  );

  it.skipIf(!isThere('bookworm'))('Prometheus 2.42 refuses scrape_config_files', async () => {
    const file = join(built('prod'), 'prometheus/prometheus.yml');
    const { code, output } = await run(binary('bookworm', 'promtool'), ['check', 'config', file]);
    expect(code).not.toBe(0);
    expect(output).toContain('scrape_config_files not found');
  });

  it.skipIf(!isThere('trixie'))('blackbox exporter 0.26 refuses expect_bytes', async () => {
    const tool = binary('trixie', 'prometheus-blackbox-exporter');
    const file = join(built('prod'), 'blackbox/blackbox.yml');
    const { code, output } = await run(tool, ['--config.check', `--config.file=${file}`]);
    expect(code).not.toBe(0);
    expect(output).toContain('expect_bytes not found');
  });
});
