import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendAlerts, startAlertmanager } from './alertmanager.js';
import { liveFolder } from './live-config.js';
import { isThere, type Server } from './servers.js';

const stream = 'category=capacity service=stream-server';
const host = 'category=system service=node';
const chat = 'service=chat-server';
const api = 'service=backend-api';

/** Alerts that fire together → the ones that nobody is told of. */
const cases: readonly (readonly [what: string, firing: readonly string[], muted: readonly string[]])[] = [
  [
    'warnings of a service in a critical state (I1), but not those of business',
    [
      `ConnectionBudgetHigh critical ${stream}`,
      `ConnectionBudgetHigh warning ${stream}`,
      'LowActiveConnections warning category=business service=stream-server',
    ],
    ['ConnectionBudgetHigh warning'],
  ],
  [
    'warnings of a host in a critical state, but not those of another host (I2)',
    [
      `HighCpuUsage critical ${host} node=n1`,
      `DiskWillFill warning ${host} node=n1`,
      `DiskWillFill info ${host} node=n2`,
    ],
    ['DiskWillFill warning'],
  ],
  [
    'instances of a service that is down as a whole, but not attacks on it (I3)',
    [
      `ServiceDown emergency category=reliability ${chat}`,
      `InstanceDown critical category=reliability ${chat}`,
      `AuthFailureSpike critical category=security ${chat}`,
    ],
    ['InstanceDown critical'],
  ],
  [
    'what a host that is down takes with it, but no emergency and no other host (I4)',
    [
      `NodeDown critical ${host} node=n1`,
      `InstanceDown critical category=reliability ${api} node=n1`,
      `ServiceDown critical category=reliability ${api} node=n2`,
      'PlatformUnhealthy emergency category=health service=platform node=n1',
    ],
    ['InstanceDown critical'],
  ],
  [
    'slow queries while the database does not answer (I5)',
    [
      'ProbeFailed critical category=health service=postgresql',
      `DatabaseQueriesSlow warning category=database ${api}`,
      `CacheHitRatioLow warning category=cache ${api}`,
    ],
    ['DatabaseQueriesSlow warning'],
  ],
  [
    'cache misses while the cache does not answer (I6)',
    [
      'ProbeFailed critical category=health service=redis',
      `DatabaseQueriesSlow warning category=database ${api}`,
      `CacheHitRatioLow warning category=cache ${api}`,
    ],
    ['CacheHitRatioLow warning'],
  ],
  [
    'nothing of another cause',
    [
      `HighCpuUsage critical ${host} node=n1`,
      `DiskWillFill warning ${host} node=n2`,
      'NotificationsFailing critical category=meta service=monitoring',
      'Watchdog info category=meta service=monitoring',
    ],
    [],
  ],
];

interface GettableAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly status: { readonly state: string; readonly inhibitedBy: readonly string[] };
}

/** Nobody listens here; these tests only ask Alertmanager what it would mute. */
const nowhere = { httpUrl: 'http://127.0.0.1:9', smtpHost: '127.0.0.1:9' };

describe.each([
  { set: 'bookworm', version: '0.25', there: isThere('bookworm') },
  { set: 'forky', version: '0.33', there: isThere('forky') },
] as const)('Alertmanager $version mutes', ({ set, version, there }) => {
  let server: Server;

  beforeAll(async () => {
    if (there) server = await startAlertmanager(set, liveFolder(version, nowhere));
  });

  afterAll(async () => server?.stop());

  /** `Name severity` of the alerts of a cluster that are inhibited, or that are not. */
  async function ofCluster(cluster: string, inhibited: boolean): Promise<string[]> {
    const filter = encodeURIComponent(`cluster="${cluster}"`);
    const all = (await (await fetch(`${server.url}/api/v2/alerts?filter=${filter}`)).json()) as GettableAlert[];
    return all
      .filter(({ status }) => status.state !== 'unprocessed' && status.inhibitedBy.length > 0 === inhibited)
      .map(({ labels }) => `${labels.alertname} ${labels.severity}`)
      .sort();
  }

  it.skipIf(!there).each(cases)('%s', async (what, firing, muted) => {
    // a cluster of its own for each case, because no inhibition reaches into another
    const cluster = what.replaceAll(/\W+/g, '-');
    const alerts = firing.map((text) => {
      const [alertname = '', severity = '', ...rest] = text.split(' ');
      const labels = Object.fromEntries(rest.map((pair) => pair.split('=')));
      return {
        status: 'firing' as const,
        labels: { alertname, severity, environment: 'prod', cluster, ...labels },
        annotations: {},
        startsAt: new Date().toISOString(),
      };
    });
    await sendAlerts(server.url, alerts);
    const told = alerts.map(({ labels }) => `${labels.alertname} ${labels.severity}`);
    const audible = told.filter((one) => !muted.includes(one)).sort();
    await expect.poll(() => ofCluster(cluster, true), { timeout: 10_000 }).toEqual(muted);
    await expect.poll(() => ofCluster(cluster, false), { timeout: 10_000 }).toEqual(audible);
    // and so it stays, once every source is known
    await new Promise((done) => setTimeout(done, 200));
    expect(await ofCluster(cluster, true)).toEqual(muted);
  });
});
