import type { HttpAccess, TargetConfig } from '../define/targets.js';
import type { Target } from '../types/target.js';
import type { World } from './world.js';

/** One folder, one system: what a target is made of is loaded when an environment has one. */
export async function openTarget(config: TargetConfig, world: World): Promise<Target> {
  const client = async (access: HttpAccess) => (await import('./http.js')).httpClient(access, world);
  switch (config.system) {
    case 'files':
      return (await import('./files/target.js')).filesTarget(config, world);
    case 'prometheus':
      return (await import('./prometheus/target.js')).prometheusTarget(config, await client(config), world);
    case 'alertmanager':
      return (await import('./alertmanager/target.js')).alertmanagerTarget(config, await client(config), world);
    case 'blackbox':
      return (await import('./blackbox/target.js')).blackboxTarget(config, await client(config), world);
    case 'collector':
      return (await import('./collector/target.js')).collectorTarget(config, world);
    case 'mimir':
      return (await import('./mimir/target.js')).mimirTarget(config, await client(config), world);
    case 'grafana': {
      const { grafanaTarget, withOrganisation } = await import('./grafana/target.js');
      return grafanaTarget(config, await client(withOrganisation(config)), world);
    }
    case 'kubernetes':
      return (await import('./kubernetes/target.js')).kubernetesTarget(config, world);
  }
}
