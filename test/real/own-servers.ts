import type { Resource } from '../../src/types.js';
import { alertmanagerFolder, type Config, startAlertmanager } from './alertmanager.js';
import { startFakes } from './channel-fakes.js';
import type { FakePlatform } from './fake-platform.js';
import { hurry } from './live-config.js';
import { startPrometheus } from './live-prometheus.js';
import type { Generation } from './servers.js';

export type OwnServers = Awaited<ReturnType<typeof startOwnServers>>;

/** A real Prometheus with what we build for local, and a real Alertmanager beside it that tells a sink. */
export async function startOwnServers(generation: Generation, resources: readonly Resource[], platform: FakePlatform) {
  const started: { readonly stop: () => Promise<unknown> }[] = [];
  const stop = async () => {
    for (const server of started.splice(0).reverse()) await server.stop();
  };
  const kept = <Server extends (typeof started)[number]>(server: Server): Server => {
    started.push(server);
    return server;
  };
  try {
    const sink = kept(await startFakes(''));
    const change = (config: Config) => {
      hurry(config.route);
      for (const { webhook_configs: channels = [] } of config.receivers) {
        for (const channel of channels) channel.url = `${sink.httpUrl}/sink`;
      }
      return config;
    };
    const configured = alertmanagerFolder('local', { change });
    const alertmanager = kept(await startAlertmanager(generation, configured));
    const prometheus = kept(await startPrometheus(generation, resources, { platform, alertmanager }));
    return { sink, alertmanager, configured, prometheus, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
