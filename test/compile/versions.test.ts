import { describe, expect, it } from 'vitest';
import { type Compiled, compile } from '../../src/compile/compile.js';
import { compareVersions, features } from '../../src/compile/versions.js';
import type { Versions } from '../../src/define/config.js';
import { ownEnvironment } from '../helpers/environment.js';

/** The definitions of prod, compiled as if its servers had these versions. */
function prodOn(versions: Partial<Versions>, histograms: 'classic' | 'native' = 'classic'): Compiled {
  const { environment } = ownEnvironment('prod');
  const config = { ...environment.config, versions: { ...environment.config.versions, ...versions }, histograms };
  return compile('test', { ...environment, config });
}

const messages = (compiled: Compiled) => compiled.diagnostics.map((diagnostic) => diagnostic.message);

describe('versions', () => {
  it('are compared by number, not by text', () => {
    expect(compareVersions('2.9', '2.42')).toBeLessThan(0);
    expect(compareVersions('3.0', '2.53')).toBeGreaterThan(0);
    expect(compareVersions('0.28', '0.28')).toBe(0);
  });

  it('say where each is known from', () => {
    for (const feature of Object.values(features)) expect(feature.source).not.toBe('');
  });

  it('prod compiles without a word on its own versions', () => {
    expect(prodOn({}).diagnostics).toEqual([]);
  });
});

describe('what a version does not have', () => {
  it('is refused with the version that has it and the place that needs it: Teams', () => {
    const { diagnostics } = prodOn({ alertmanager: '0.27' });
    const teams = diagnostics.find((diagnostic) => diagnostic.message.includes('0.28'));
    expect(teams).toMatchObject({ code: 'version/unsupported', severity: 'error' });
    expect(teams?.message).toMatch(/needs Alertmanager 0\.28, and the environment prod has 0\.27/);
    expect(teams?.origin?.file).toMatch(/^alerts\//);
  });

  it('is refused: keep_firing_for', () => {
    expect(messages(prodOn({ prometheus: '2.41' }))).toContain(
      'keepFiringFor of HighCpuUsage needs Prometheus 2.42, and the environment prod has 2.41',
    );
  });

  it('is refused: native histograms', () => {
    expect(messages(prodOn({ prometheus: '2.39' }, 'native')).find((message) => message.includes('native'))).toBe(
      "histograms: 'native' needs Prometheus 2.40, and the environment prod has 2.39",
    );
  });

  it('is rendered otherwise: scrape files are inlined', () => {
    const paths = (compiled: Compiled) => compiled.resources.map((resource) => resource.path);
    expect(paths(prodOn({})).filter((path) => path.startsWith('prometheus/scrape/'))).toHaveLength(15);
    const old = prodOn({ prometheus: '2.42' });
    expect(paths(old).filter((path) => path.startsWith('prometheus/scrape/'))).toEqual([]);
    const server = old.resources.find((resource) => resource.kind === 'prometheus/config');
    expect((server as { body: { scrape_configs: unknown[] } }).body.scrape_configs).toHaveLength(15);
  });

  it('is rendered otherwise: the probe of PostgreSQL only connects', () => {
    const module = (compiled: Compiled) => {
      const blackbox = compiled.resources.find((resource) => resource.kind === 'blackbox/config');
      return (blackbox as { body: { modules: { postgres: { tcp: object } } } }).body.modules.postgres.tcp;
    };
    expect(module(prodOn({}))).toHaveProperty('query_response');
    expect(module(prodOn({ blackbox: '0.26' }))).not.toHaveProperty('query_response');
  });
});
