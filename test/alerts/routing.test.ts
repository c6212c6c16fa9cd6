import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { alertmanagerFolder, amtool } from '../real/alertmanager.js';
import { generationOf, isThere } from '../real/servers.js';

/**
 * What an alert carries → who is told, in the order of the tree. amtool knows no time: a route that is silent
 * now is listed like any other.
 */
const cases: readonly (readonly [labels: string, receivers: string])[] = [
  ['alertname=Any severity=page category=system team=platform', 'default'],
  ['alertname=ServiceDown severity=emergency category=reliability team=streaming', 'incident-log,emergency'],
  ['alertname=X severity=emergency category=security team=security', 'incident-log,emergency'],
  [
    'alertname=HighLatencyP99 severity=critical category=performance team=streaming',
    'incident-log,sms-oncall,oncall-streaming',
  ],
  [
    'alertname=HighLatencyP99 severity=critical category=performance team=backend',
    'incident-log,sms-oncall,oncall-backend',
  ],
  ['alertname=HighCpuUsage severity=critical category=system team=platform', 'incident-log,sms-oncall,oncall-platform'],
  [
    'alertname=ProbeFailed severity=critical category=health team=data service=postgresql',
    'incident-log,sms-oncall,oncall-data',
  ],
  ['alertname=AuthFailureSpike severity=critical category=security team=security', 'incident-log,security-oncall'],
  ['alertname=Any severity=warning category=security team=security', 'security'],
  ['alertname=RevenueDrop severity=critical category=business team=business', 'incident-log,business-critical'],
  ['alertname=LowActiveConnections severity=warning category=business team=streaming', 'business'],
  ['alertname=CacheHitRatioLow severity=warning category=cache team=backend', 'team-email,team-slack'],
  ['alertname=SeriesBudgetHigh severity=info category=meta team=backend', 'info-digest'],
];

describe.each([
  ['local', 'info-digest'],
  ['staging', 'deadman'],
  ['prod', 'deadman'],
] as const)('the routes of %s, by amtool of its version', (environment, watchdog) => {
  const generation = generationOf[environment];
  const there = isThere(generation);
  const folder = alertmanagerFolder(environment);
  const file = `${folder}/alertmanager.yml`;
  afterAll(() => rmSync(folder, { recursive: true }));
  const watchdogCase = ['alertname=Watchdog severity=info category=meta team=platform', watchdog] as const;

  it.skipIf(!there)('are accepted, templates included', () => {
    expect(amtool(generation, ['check-config', file])).toContain('SUCCESS');
  });

  it.skipIf(!there).each([watchdogCase, ...cases])('%s → %s', (labels, receivers) => {
    const found = amtool(generation, ['config', 'routes', 'test', `--config.file=${file}`, ...labels.split(' ')]);
    expect(found.trim()).toBe(receivers);
  });
});
