/** `npm run fake-grafana -- --version V --port N`: a Grafana in memory, user admin, password admin. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { editionNames, editionOf } from './edition.js';
import { startFakeGrafana } from './server.js';

const { values } = parseArgs({
  options: {
    version: { type: 'string', default: '12.4.0' },
    port: { type: 'string', default: '3000' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(`fake-grafana --version V --port N      V: ${editionNames.join(', ')}\n`);
} else {
  const contracts = join(process.cwd(), '..', 'shared', 'contracts');
  const fake = await startFakeGrafana({
    version: values.version,
    port: Number(values.port),
    contracts: existsSync(contracts) ? contracts : undefined,
  });
  const { name, unproven } = editionOf(values.version);
  const doubt = unproven ? ' (as documented, not proven against a real one)' : '';
  process.stdout.write(`a fake Grafana ${name}${doubt} at ${fake.url}, admin:admin\n`);
  process.once('SIGINT', () => void fake.stop());
  process.once('SIGTERM', () => void fake.stop());
}
