import { type Channel, email, pagerduty, receiver, slack, sms, teams, webhook } from 'obsctl';
import { env } from '../platform/env.js';
import * as secrets from './secrets.js';

const { notification } = env;

const slackTo = (room: string) =>
  slack({
    channel: notification.slackRoom ?? room,
    color: '{{ template "obs.color" . }}',
    title: '{{ template "slack.title" . }}',
    titleLink: '{{ template "obs.dashboard" . }}',
    text: '{{ template "slack.text" . }}',
    fallback: '{{ template "slack.title" . }}',
    actions: [
      { text: 'Runbook', url: '{{ template "obs.runbook" . }}' },
      { text: 'Dashboard', url: '{{ template "obs.dashboard" . }}' },
      { text: 'Silence', url: '{{ template "obs.silence" . }}' },
    ],
  });

const emailTo = (address: string) =>
  email({
    to: notification.emailTo ?? address,
    headers: {
      Subject: '{{ template "email.subject" . }}',
      'X-Obs-Severity': '{{ template "obs.severity" . }}',
    },
    html: '{{ template "email.html" . }}',
    text: '{{ template "email.text" . }}',
  });

const page = (service: string) =>
  pagerduty({
    routingKey: secrets.pagerdutyKey(service),
    description: '{{ template "pagerduty.description" . }}',
    severity: '{{ template "pagerduty.severity" . }}',
    component: '{{ .CommonLabels.service }}',
    group: '{{ .CommonLabels.cluster }}',
    class: '{{ .CommonLabels.category }}',
    details: {
      value: '{{ template "pagerduty.value" . }}',
      threshold: '{{ template "pagerduty.threshold" . }}',
      impact: '{{ template "pagerduty.impact" . }}',
      suggested_action: '{{ template "pagerduty.action" . }}',
      alerts: '{{ template "pagerduty.alerts" . }}',
      // Alertmanager adds these two unless they are given, with every label and annotation again
      firing: '{{ .Alerts.Firing | len }}',
      resolved: '{{ .Alerts.Resolved | len }}',
    },
    links: [
      { text: 'Runbook', href: '{{ template "obs.runbook" . }}' },
      { text: 'Dashboard', href: '{{ template "obs.dashboard" . }}' },
    ],
  });

const teamsCard = teams({
  url: secrets.teamsUrl,
  title: '{{ template "teams.title" . }}',
  text: '{{ template "teams.text" . }}',
});

const textMessage = sms({
  to: secrets.phoneNumber,
  region: 'eu-west-3',
  message: '{{ template "sms.message" . }}',
});

const incidentTool = webhook({
  url: secrets.incidentUrl,
  token: secrets.incidentToken,
  maxAlerts: 50,
});

const heartbeat = webhook({
  url: secrets.heartbeatUrl,
  maxAlerts: 50,
});

const sink = notification.sink && webhook({ url: notification.sink, maxAlerts: 50 });

/** The channels that this environment has; what it lacks goes to its sink, once. */
function bound(name: string, channels: readonly Channel[]) {
  const real: readonly string[] = notification.channels;
  return receiver(name, [...new Set(channels.map((one) => (sink && !real.includes(one.type) ? sink : one)))]);
}

const onCall = (team: string) => bound(`oncall-${team}`, [page(team), slackTo('#alerts-critical')]);

export const unrouted = bound('default', [slackTo('#obs-unrouted')]);
/** Watches that notifications work at all, so it is never the sink: it is there or it is not. */
export const deadman = notification.deadman ? receiver('deadman', [heartbeat]) : undefined;
export const incidentLog = bound('incident-log', [incidentTool]);
export const emergency = bound('emergency', [
  page('emergency'),
  textMessage,
  slackTo('#incident'),
  emailTo('incident@example.com'),
]);
export const security = bound('security', [slackTo('#security'), emailTo('security@example.com')]);
export const securityOnCall = bound('security-oncall', [
  page('security'),
  slackTo('#security'),
  emailTo('security@example.com'),
]);
export const business = bound('business', [teamsCard, emailTo('business@example.com')]);
export const businessCritical = bound('business-critical', [
  teamsCard,
  emailTo('business@example.com'),
  page('business'),
]);
export const smsOnCall = bound('sms-oncall', [textMessage]);
export const onCallStreaming = onCall('streaming');
export const onCallBackend = onCall('backend');
export const onCallData = onCall('data');
export const onCallPlatform = onCall('platform');
export const teamEmail = bound('team-email', [emailTo('obs-{{ .GroupLabels.team }}@example.com')]);
export const teamSlack = bound('team-slack', [slackTo('#obs-{{ .GroupLabels.team }}')]);
export const infoDigest = bound('info-digest', [slackTo('#obs-info')]);
