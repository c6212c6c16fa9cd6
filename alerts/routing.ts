import { except, notifications, re, route, template } from 'obsctl';
import { env } from '../platform/env.js';
import { inhibitions } from './inhibition.js';
import * as to from './receivers.js';
import { slackUrl, smtpPassword } from './secrets.js';
import common from './templates/common.tmpl';
import email from './templates/email.tmpl';
import pagerduty from './templates/pagerduty.tmpl';
import slack from './templates/slack.tmpl';
import sms from './templates/sms.tmpl';
import teams from './templates/teams.tmpl';
import { businessHours, holidays, offHours } from './time-intervals.js';

const { smtp, channels } = env.notification;

// Two traits of Alertmanager shape this tree: children do not inherit times, and once a `continue` child has
// matched, the receiver of its parent is out of play. So such a parent ends with a child that takes the rest.
const watchdog =
  to.deadman &&
  route({
    matchers: { alertname: 'Watchdog' },
    receiver: to.deadman,
    groupWait: '0s',
    groupInterval: '1m',
    // below the interval: a repeat equal to it would beat only every second time
    repeatInterval: '50s',
  });

const incidents = route({
  matchers: { severity: re('emergency|critical') },
  receiver: to.incidentLog,
  continue: true,
});

// One group for each cluster: whoever is woken gets one message, not one for every symptom.
const emergency = route({
  matchers: { severity: 'emergency' },
  receiver: to.emergency,
  groupBy: ['environment', 'cluster'],
  groupWait: '0s',
  groupInterval: '1m',
  repeatInterval: '30m',
});

// Before the severities below, so that security and business reach their own people at every severity.
const security = route({
  matchers: { category: 'security' },
  receiver: to.security,
  routes: [route({ matchers: { severity: 'critical' }, receiver: to.securityOnCall, repeatInterval: '1h' })],
});

const business = route({
  matchers: { category: 'business' },
  receiver: to.business,
  activeTimes: [businessHours],
  muteTimes: [holidays],
  routes: [route({ matchers: { severity: 'critical' }, receiver: to.businessCritical, repeatInterval: '2h' })],
});

except(
  business,
  'route/silent-hours',
  'fewer users and less revenue are a matter of the next working day; what is critical is told at any hour',
);
except(
  business,
  'route/no-alert',
  'where there are no business alerts, as on a developer’s machine, the tree is the same',
);

// A text message is added while nobody is at a desk; it does not replace the page.
const critical = route({
  matchers: { severity: 'critical' },
  repeatInterval: '1h',
  routes: [
    route({ receiver: to.smsOnCall, continue: true, activeTimes: [offHours, holidays] }),
    route({ matchers: { team: 'streaming' }, receiver: to.onCallStreaming }),
    route({ matchers: { team: 'backend' }, receiver: to.onCallBackend }),
    route({ matchers: { team: 'data' }, receiver: to.onCallData }),
    route({ receiver: to.onCallPlatform }),
  ],
});

const warning = route({
  matchers: { severity: 'warning' },
  routes: [
    route({
      receiver: to.teamEmail,
      continue: true,
      activeTimes: [businessHours],
      muteTimes: [holidays],
      repeatInterval: '24h',
    }),
    route({ receiver: to.teamSlack, repeatInterval: '12h' }),
  ],
});

const info = route({
  matchers: { severity: 'info' },
  receiver: to.infoDigest,
  activeTimes: [businessHours],
  groupInterval: '30m',
  repeatInterval: '24h',
});

export default notifications({
  // for alerts pushed without an end; those of Prometheus resolve when their condition ends
  resolveTimeout: '30m',
  ...(smtp && { smtp: { ...smtp, password: smtpPassword } }),
  ...(channels.length > 0 && { slackUrl }),
  route: {
    receiver: to.unrouted,
    groupBy: ['environment', 'cluster', 'team', 'service', 'alertname'],
    groupWait: '30s',
    groupInterval: '5m',
    repeatInterval: '4h',
    routes: [watchdog, incidents, emergency, security, business, critical, warning, info],
  },
  inhibit: inhibitions,
  templates: [
    template('common', common),
    template('email', email),
    template('pagerduty', pagerduty),
    template('slack', slack),
    template('sms', sms),
    template('teams', teams),
  ],
});
