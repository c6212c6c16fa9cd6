import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/alertmanager/config/read.js';
import type { AmConfig } from '../../src/alertmanager/model.js';
import { inhibit, notifications, route } from '../../src/define/notification.js';
import { receiver, webhook } from '../../src/define/receivers.js';
import { type RoutingCase, routing } from '../../src/define/routing.js';
import { type RoutingContext, runRoutingTests } from '../../src/testing/routes.js';

const hook = webhook({ url: 'http://localhost:5001/' });
const chat = receiver('chat', [hook]);
const pager = receiver('pager', [hook]);
const nodeDown = inhibit({
  name: 'node-down',
  source: { alertname: 'NodeDown' },
  target: { severity: 'warning' },
  equal: ['node'],
});

/** The definitions, and the file of an old server that has no names for inhibitions. */
const defined = notifications({
  route: { receiver: chat, routes: [route({ matchers: { severity: 'critical' }, receiver: pager })] },
  inhibit: [nodeDown],
});
const { config } = readConfig({
  route: {
    receiver: 'chat',
    routes: [{ matchers: ['severity="critical"'], receiver: 'pager', active_time_intervals: ['desk'] }],
  },
  inhibit_rules: [
    { source_matchers: ['alertname="NodeDown"'], target_matchers: ['severity="warning"'], equal: ['node'] },
  ],
  time_intervals: [
    {
      name: 'desk',
      time_intervals: [
        {
          weekdays: ['monday:friday'],
          times: [{ start_time: '09:00', end_time: '18:00' }],
          location: 'Europe/Paris',
        },
      ],
    },
  ],
  receivers: [
    { name: 'chat', webhook_configs: [{ url: 'http://localhost/' }] },
    { name: 'pager', webhook_configs: [{ url: 'http://localhost/' }] },
  ],
});

const place = { file: 'alerts/routing.tests.ts', line: 3, column: 1 };

const context: RoutingContext = {
  config: config as AmConfig,
  notifications: defined,
  environment: 'prod',
  originOf: () => place,
  now: new Date('2026-11-25T12:00:00Z'),
};

const results = (...cases: RoutingCase[]) => runRoutingTests([routing('routes', cases)], context);

describe('a case of a routing test', () => {
  it('passes where the receivers are those expected', () => {
    expect(
      results(
        { alert: 'Down severity=warning', notifies: [chat] },
        { alert: { alertname: 'Down', severity: 'critical' }, at: 'Tue 10:00', notifies: ['pager'] },
        { alert: 'Down severity=critical', at: ['Sun 03:00', '2026-12-01 08:59'], notifies: [] },
        { alert: 'Down severity=warning node=n1', firing: ['NodeDown node=n1'], notifies: [], mutedBy: 'node-down' },
        { alert: 'Down severity=warning node=n1', firing: ['NodeDown node=n1'], notifies: [], mutedBy: nodeDown },
        { alert: 'Down severity=warning node=n1', firing: ['NodeDown node=n2'], notifies: [chat] },
      ).map(({ status, differences }) => ({ status, differences })),
    ).toEqual(Array.from({ length: 6 }, () => ({ status: 'passed', differences: [] })));
  });

  it('says at which hours somebody else is notified', () => {
    const [result] = results({ alert: 'Down severity=critical', notifies: [pager] });
    expect(result).toMatchObject({
      name: 'routes: Down severity=critical',
      kind: 'route',
      environment: 'prod',
      status: 'failed',
      origin: place,
    });
    expect(result?.differences).toEqual([
      {
        message: 'Down severity=critical, Mon-Fri 00:00-09:00 and 18:00-24:00, Sat-Sun: nobody is notified',
        expected: ['notified: pager'],
        actual: ['nobody is notified'],
        notes: ['takes severity="critical" to pager'],
      },
    ]);
  });

  it('says what mutes an alert that should be heard, and that nothing does', () => {
    const [heard, muted] = results(
      { alert: 'Down severity=warning node=n1', at: 'Tue 10:00', firing: ['NodeDown node=n1'], notifies: [chat] },
      { alert: 'Down severity=warning node=n1', at: 'Tue 10:00', notifies: [], mutedBy: nodeDown },
    );
    expect(heard?.differences[0]?.actual).toEqual(['nobody is notified', 'muted by node-down']);
    expect(muted?.differences[0]).toMatchObject({
      expected: ['nobody is notified', 'muted by node-down'],
      actual: ['notified: chat'],
    });
  });

  it('is left out where the environment has no such rule or receiver', () => {
    expect(results({ alert: undefined, notifies: [] })).toEqual([]);
    expect(results({ alert: 'Down severity=warning', notifies: [undefined, chat] })[0]?.status).toBe('passed');
  });

  it.each([
    ['its time', { alert: 'Down', at: 'soon', notifies: [] }],
    ['its labels', { alert: 'a=~b', notifies: [] }],
    ['what else fires', { alert: 'Down', at: 'Tue 10:00', firing: ['a=~b'], notifies: [] }],
  ] as [string, RoutingCase][])('is named by its own place where %s cannot be read', (_, one) => {
    const own = { ...place, line: 7 };
    const run = () => runRoutingTests([routing('routes', [one])], { ...context, placeOf: () => own });
    expect(run).toThrow(expect.objectContaining({ name: 'UserError', origin: own }));
  });

  it('names what it cannot read', () => {
    expect(() => results({ alert: 'a=~b', notifies: [] })).toThrow('a=~b is no label');
    expect(() => results({ alert: 'Down', at: 'soon', notifies: [] })).toThrow('"soon" is no time');
    expect(() => routing('nothing', [])).toThrow('has no cases');
  });
});
