import type { Versions } from '../define/config.js';

interface Known {
  readonly name: string;
  /** The oldest version whose files and answers are known. */
  readonly from: string;
  /** The newest major version there is; its minor versions go on. */
  readonly to: number;
}

/** The versions that definitions can be compiled for. */
export const serverVersions: Readonly<Record<keyof Versions, Known>> = {
  // its APIs before were others, and dashboards of schema 42 are taken from there on
  grafana: { name: 'Grafana', from: '10.0', to: 13 },
  // what came when into PromQL is known from there on
  prometheus: { name: 'Prometheus', from: '2.26', to: 3 },
  // `matchers` came with it
  alertmanager: { name: 'Alertmanager', from: '0.22', to: 0 },
  // the oldest that our modules were checked by
  blackbox: { name: 'the blackbox exporter', from: '0.23', to: 0 },
  collector: { name: 'the OpenTelemetry Collector', from: '0.100', to: 1 },
};

/** What is wrong with a version, in words; undefined where nothing is. */
export function versionProblem(product: keyof Versions, version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const { name, from, to } = serverVersions[product];
  const [oldestMajor = 0, oldestMinor = 0] = from.split('.').map(Number);
  const isOld = major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
  if (!isOld && major <= to) return undefined;
  return `is ${version}, and of ${name} obsctl knows ${from} to ${to}.x`;
}
