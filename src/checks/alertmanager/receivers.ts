import { allRoutes } from '../../alertmanager/route.js';
import type { ConfigCheck } from '../check.js';

export const receiverUnused: ConfigCheck = {
  code: 'receiver/unused',
  on: 'alertmanager',
  severity: 'warning',
  summary: 'no route leads to a receiver',
  why: 'Somebody believes that they are notified, and never are.',
  good: ['route: {receiver: team}\nreceivers: [{name: team, webhook_configs: [{url: "http://localhost:5001/"}]}]'],
  bad: [
    'route: {receiver: team}\nreceivers: [{name: team}, {name: manager, webhook_configs: [{url: "http://localhost:5001/"}]}]',
  ],
  run: ({ config }) => {
    const used = new Set(allRoutes(config.route).map(({ receiver }) => receiver));
    return config.receivers
      .filter(({ name }) => !used.has(name))
      .map(({ name, path }) => ({
        owner: `receiver ${name}`,
        path,
        message: 'no route leads to it',
        help: 'give it a route, or remove it',
      }));
  },
};

/** Names by which people say that a receiver is meant to notify nobody. */
export const meantToBeSilent =
  /^(null|none|noop|nobody|void|dev-?null|black-?hole|drop(ped)?|discard|ignored?|silent|silence|muted?|empty|trash)$/i;

export const receiverNoChannel: ConfigCheck = {
  code: 'receiver/no-channel',
  on: 'alertmanager',
  severity: 'warning',
  summary: 'a route leads to a receiver that has no channel',
  why: 'The alerts are gone without a word; whoever looks at the route believes that somebody is told.',
  good: [
    'route: {receiver: team}\nreceivers: [{name: team, webhook_configs: [{url: "http://localhost:5001/"}]}]',
    'route: {receiver: "null"}\nreceivers: [{name: "null"}]',
  ],
  bad: ['route: {receiver: team}\nreceivers: [{name: team}]'],
  run: ({ config }) => {
    const used = new Set(allRoutes(config.route).map(({ receiver }) => receiver));
    return config.receivers
      .filter(({ name, channels }) => channels.length === 0 && used.has(name) && !meantToBeSilent.test(name))
      .map(({ name, path }) => ({
        owner: `receiver ${name}`,
        path,
        message: 'it has no channel, so it notifies nobody',
        help: 'add one, or call it null, if that is meant',
      }));
  },
};
