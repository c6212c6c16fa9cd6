import { secret } from 'obsctl';

/** Where Alertmanager finds its secrets; `apply` writes them there from the variables named. */
const file = (name: string, env: string) => secret.file(`/etc/alertmanager/secrets/${name}`, { env });

export const slackUrl = file('slack-url', 'OBSCTL_SLACK_URL');
export const teamsUrl = file('teams-url', 'OBSCTL_TEAMS_URL');
export const smtpPassword = file('smtp-password', 'OBSCTL_SMTP_PASSWORD');
export const incidentUrl = file('incident-url', 'OBSCTL_INCIDENT_URL');
export const incidentToken = file('incident-token', 'OBSCTL_INCIDENT_TOKEN');
export const heartbeatUrl = file('heartbeat-url', 'OBSCTL_HEARTBEAT_URL');
export const pagerdutyKey = (service: string) =>
  file(`pagerduty-${service}`, `OBSCTL_PAGERDUTY_${service.toUpperCase()}`);

/** Alertmanager reads a phone number from its configuration only. */
export const phoneNumber = secret.env('OBSCTL_SMS_NUMBER');
