import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Tool } from '../targets/world.js';
import { findTools, nearestTool, type Places } from '../testing/promtool/find.js';

type Variables = Readonly<Record<string, string | undefined>>;

/** Where a promtool may be: named, on the search path, or unpacked by scripts/real-servers.sh. */
export function promtoolPlaces(variables: Variables): Places {
  const { OBSCTL_PROMTOOL, OBSCTL_SERVERS, PATH, XDG_CACHE_HOME } = variables;
  const servers = OBSCTL_SERVERS ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'obsctl', 'servers');
  // a promtool lives for a moment: memory is cheaper than collecting garbage; and as many run as there are cores
  const environment = { GOGC: '400', GOMAXPROCS: '1', ...variables };
  return { stated: OBSCTL_PROMTOOL, path: PATH, servers, environment };
}

/** The tool of a server's version, else of the nearest; as `obsctl test` finds its promtool. */
export function findTool(variables: Variables): (name: 'promtool' | 'amtool', version: string) => Tool | undefined {
  const { stated, ...places } = promtoolPlaces(variables);
  return (name, version) =>
    nearestTool(findTools(name, { ...places, ...(name === 'promtool' ? { stated } : {}) }), version);
}
