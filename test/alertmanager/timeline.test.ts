import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/alertmanager/config/read.js';
import type { AmConfig } from '../../src/alertmanager/model.js';
import { type AlertEvent, type SilenceEvent, simulate } from '../../src/alertmanager/timeline.js';

const { config, problems } = readConfig({
  route: {
    receiver: 'chat',
    group_by: ['alertname'],
    group_wait: '30s',
    group_interval: '5m',
    repeat_interval: '1h',
    routes: [
      { matchers: ['team="night"'], receiver: 'pager', active_time_intervals: ['office'] },
      { matchers: ['team="both"'], receiver: 'both', group_wait: '0s' },
    ],
  },
  inhibit_rules: [{ source_matchers: ['alertname="Down"'], target_matchers: ['alertname="Slow"'], equal: ['node'] }],
  time_intervals: [
    {
      name: 'office',
      time_intervals: [{ times: [{ start_time: '09:00', end_time: '17:00' }], location: 'Europe/Paris' }],
    },
  ],
  receivers: [
    { name: 'chat', webhook_configs: [{ url: 'http://localhost/' }] },
    { name: 'pager', webhook_configs: [{ url: 'http://localhost/' }] },
    {
      name: 'both',
      webhook_configs: [{ url: 'http://localhost/' }],
      sns_configs: [{ phone_number: '+3312345', sigv4: { region: 'eu-west-3' }, send_resolved: false }],
    },
  ],
});

/** `at receiver status firing/resolved`, one line a message. */
function played(alerts: readonly AlertEvent[], silences: readonly SilenceEvent[] = [], until = 3 * 3600): string[] {
  expect(problems).toEqual([]);
  const begin = new Date('2026-11-25T07:30:00Z');
  const { notifications } = simulate(config as AmConfig, { begin, until, alerts, silences });
  return notifications.map(
    ({ at, receiver, channels, status, firing, resolved }) =>
      `${at} ${receiver} ${channels.join('+')} ${status} ${firing.length}/${resolved.length}`,
  );
}

const down = { alertname: 'Down', node: 'n1' };

describe('a group of alerts', () => {
  it('is told of after its wait, again after the repeat, and when it ends', () => {
    expect(played([{ labels: down, starts: 0, ends: 5000 }])).toEqual([
      '30 chat webhook firing 1/0',
      // the first look after an hour has passed
      '3930 chat webhook firing 1/0',
      '5130 chat webhook resolved 0/1',
    ]);
  });

  it('tells of new alerts and of ended ones at its interval', () => {
    const other = { ...down, node: 'n2' };
    expect(
      played(
        [
          { labels: down, starts: 0, ends: 400 },
          { labels: other, starts: 100 },
        ],
        [],
        1000,
      ),
    ).toEqual(['30 chat webhook firing 1/0', '330 chat webhook firing 2/0', '630 chat webhook firing 1/1']);
  });

  it('says nothing of what was over before anybody was told', () => {
    expect(played([{ labels: down, starts: 0, ends: 20 }])).toEqual([]);
  });

  it('begins anew after it has ended', () => {
    expect(
      played([
        { labels: down, starts: 0, ends: 100 },
        { labels: down, starts: 1000, ends: 1100 },
      ]),
    ).toEqual([
      '30 chat webhook firing 1/0',
      '330 chat webhook resolved 0/1',
      '1030 chat webhook firing 1/0',
      '1330 chat webhook resolved 0/1',
    ]);
  });

  it('does not notice an alert that comes back between two looks', () => {
    expect(
      played(
        [
          { labels: down, starts: 0, ends: 100 },
          { labels: down, starts: 200 },
        ],
        [],
        1000,
      ),
    ).toEqual(['30 chat webhook firing 1/0']);
  });

  it('tells channels of the end as they want it', () => {
    expect(played([{ labels: { ...down, team: 'both' }, starts: 0, ends: 100 }])).toEqual([
      '0 both webhook+sns firing 1/0',
      '300 both webhook resolved 0/1',
    ]);
  });
});

describe('what is muted', () => {
  const night = { alertname: 'Full', team: 'night' };

  it('by the hour is told once the hour has come', () => {
    // half past eight in Paris; from nine on somebody is there
    expect(played([{ labels: night, starts: 0 }], [], 4000)).toEqual(['1830 pager webhook firing 1/0']);
    expect(played([{ labels: night, starts: 0, ends: 1000 }], [], 4000)).toEqual([]);
  });

  it('by another alert is told once that is over', () => {
    const slow = { alertname: 'Slow', node: 'n1' };
    expect(
      played(
        [
          { labels: down, starts: 0, ends: 1000 },
          { labels: slow, starts: 0 },
          { labels: { ...slow, node: 'n2' }, starts: 0 },
        ],
        [],
        2000,
      ),
    ).toEqual([
      '30 chat webhook firing 1/0',
      '30 chat webhook firing 1/0',
      '1230 chat webhook resolved 0/1',
      '1230 chat webhook firing 2/0',
    ]);
  });

  it('by a silence is told once that is over', () => {
    const silence = { matchers: [{ label: 'node', op: '=', value: 'n1' }], starts: 0, ends: 500 } as const;
    expect(played([{ labels: down, starts: 0 }], [silence], 1000)).toEqual(['630 chat webhook firing 1/0']);
  });

  it('is kept with the reason', () => {
    const begin = new Date('2026-11-25T07:30:00Z');
    const alerts = [
      { labels: down, starts: 0 },
      { labels: { alertname: 'Slow', node: 'n1' }, starts: 0 },
      { labels: night, starts: 0 },
    ];
    const { suppressed } = simulate(config as AmConfig, { begin, until: 60, alerts });
    expect(suppressed.map(({ receiver, labels, by, because }) => [receiver, labels.alertname, by, because])).toEqual([
      ['chat', 'Slow', 'inhibition', 'inhibit rule 1'],
      ['pager', 'Full', 'time', 'office'],
    ]);
  });
});
