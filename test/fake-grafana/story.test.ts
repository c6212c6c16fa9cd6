import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, sharedFolder } from '../real/servers.js';
import { startFakeGrafana } from './server.js';

const shared = sharedFolder();

describe.runIf(shared)('the recorded story', () => {
  it.each(['10.4.3', '11.0.0', '12.4.0', '12.4.0-legacy-storage'])(
    'is answered by the fake %s as the real server answered it, and as its API is described',
    async (version) => {
      const contracts = join(shared ?? '', 'contracts');
      const fake = await startFakeGrafana({ version, contracts });
      const recorded = join(contracts, 'recorded');
      const story = [join(recorded, 'record.mjs'), '--url', fake.url, '--user', 'admin:admin'];
      const compare = ['--compare', join(recorded, `grafana-${version}.json`), '--without', 'alerting'];
      const { code, output } = await run(process.execPath, [...story, ...compare]);
      await fake.stop();
      expect(output).toMatch(/^\d+ steps, 0 differ\n$/);
      expect(code).toBe(0);
      expect(fake.exchanges.length).toBeGreaterThan(80);
      expect(fake.violations).toEqual([]);
    },
  );
});
