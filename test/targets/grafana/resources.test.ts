import { describe, expect, it } from 'vitest';
import { normalizeResource, selectResources } from '../../../src/targets/grafana/resources.js';
import { dashboardFile, folderFile, sourceFile } from './samples.js';

describe('a build as Grafana’s API knows it', () => {
  it('has folders first, the outer ones before the inner, then data sources and dashboards', () => {
    const build = [
      dashboardFile('d', 'in'),
      folderFile('in', 'Inner', 'out'),
      sourceFile('s'),
      folderFile('out', 'Outer'),
    ];
    expect(
      selectResources(build).map(({ kind, id, body }) => [kind, id, (body as { parentUid?: string }).parentUid]),
    ).toEqual([
      ['grafana/folder', 'out', undefined],
      ['grafana/folder', 'in', 'out'],
      ['grafana/datasource', 's', undefined],
      ['grafana/dashboard', 'd', undefined],
    ]);
  });

  it('knows the folder of a dashboard, and leaves its identity to the server', () => {
    const [dashboard] = selectResources([dashboardFile('d', 'in', { id: 7, version: 3 })]);
    expect(dashboard?.body).toMatchObject({ folderUid: 'in', title: 'Dashboard d' });
    for (const gone of ['id', 'uid', 'version']) expect(dashboard?.body).not.toHaveProperty(gone);
  });

  it('writes a dollar once, which a provisioning file writes twice', () => {
    const [source] = selectResources([sourceFile('s', { jsonData: { query: 'rate(x[$$__rate_interval])' } })]);
    expect(source?.body).toMatchObject({ jsonData: { query: 'rate(x[$__rate_interval])' } });
  });

  it('compares secrets by their being there, not by what they are', () => {
    const [source] = selectResources([
      sourceFile('s', { secureJsonData: { basicAuthPassword: '$DATASOURCE_PASSWORD' } }),
    ]);
    if (!source) throw new Error('no data source');
    expect(normalizeResource(source)).toMatchObject({ secureJsonData: { basicAuthPassword: '<secret>' } });
  });
});
