/** The blackbox exporter with the platform's own modules. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from '../../src/compile/compile.js';
import { durationSeconds } from '../../src/promql/duration.js';
import { serialize } from '../../src/targets/files/serialize.js';
import { ownEnvironment } from '../helpers/environment.js';
import type { Certificate } from './certificate.js';
import { binary, type Generation, start } from './servers.js';

const versions: Readonly<Record<Generation, string>> = { bookworm: '0.23', trixie: '0.26', forky: '0.28' };

export interface Blackbox {
  /**
   * Asks as Prometheus would for that job: the answer's `probe_success`, or undefined where none came before the
   * scrape's timeout, which Prometheus shows as `up 0` and not as a failed probe.
   */
  readonly probe: (job: string, target: string) => Promise<number | undefined>;
  readonly stop: () => Promise<void>;
}

/** The modules of an environment as its exporter of that generation gets them. It trusts one certificate. */
export async function startBlackbox(name: string, generation: Generation, trusted: Certificate): Promise<Blackbox> {
  const { environment } = ownEnvironment(name);
  const config = {
    ...environment.config,
    versions: { ...environment.config.versions, blackbox: versions[generation] },
  };
  const { resources } = compile('streaming-platform', { ...environment, config });
  const file = resources.find(({ kind }) => kind === 'blackbox/config');
  if (!file) throw new Error(`${name} has no blackbox.yml`);
  const folder = mkdtempSync(join(tmpdir(), 'obsctl-blackbox-'));
  writeFileSync(join(folder, 'blackbox.yml'), serialize(file));
  const server = await start(
    binary(generation, 'prometheus-blackbox-exporter'),
    (port) => [`--config.file=${folder}/blackbox.yml`, `--web.listen-address=127.0.0.1:${port}`],
    { ready: '/-/healthy', env: { SSL_CERT_FILE: trusted.certFile } },
  );
  const jobs = environment.definitions.flatMap((one) => (one.kind === 'scrape-job' ? [one] : []));

  const probe = async (name: string, target: string) => {
    const job = jobs.find((one) => one.name === name);
    if (!job?.probe || !job.timeout) throw new Error(`there is no probe ${name} with a timeout`);
    const seconds = durationSeconds(job.timeout);
    const url = `${server.url}/probe?${new URLSearchParams({ module: job.probe.module.name, target })}`;
    const headers = { 'X-Prometheus-Scrape-Timeout-Seconds': String(seconds) };
    const signal = AbortSignal.timeout(seconds * 1_000);
    const answer = await fetch(url, { headers, signal }).catch((error) => {
      if (error.name === 'TimeoutError') return undefined;
      throw error;
    });
    if (!answer) return undefined;
    const text = await answer.text();
    const [, success] = /^probe_success (\d)$/m.exec(text) ?? [];
    if (!success) throw new Error(`the exporter did not probe: ${answer.status} ${text}`);
    return Number(success);
  };
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  };
  return { probe, stop };
}
